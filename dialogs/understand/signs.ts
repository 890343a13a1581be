/** Short signs that a folded question gives, each read by one pattern. */
import { readOrdinal } from '../../indexer/numeral.js';

/** Asked as of something that was not granted. */
const REFUSED =
  /(为什么|为啥|为何|咋|怎么|凭什么|凭啥)(就)?(还)?(不|没)|不行|不给|不让|不同意|没(答应|同意|批|戏|采纳)|拒绝|驳回|(答应|同意|采纳|批准)了?(吗|没|么)/;
export const asksRefusal = (focus: string): boolean => REFUSED.test(focus);

/** Asks whether something has come about: `出台了吗`. */
const COME_ABOUT = /[了来好成完](吗|没有?|么)[?。]?$/;
export const asksComeAbout = (focus: string): boolean => COME_ABOUT.test(focus);

/** Asks outright for what is next. */
const NEXT = /下一?步|下一?阶段|接下来|今后|(?:^|[,。;?!])以后|将来|日后|往后|打算|计划(?=怎|做|什么|啥)/;
export const asksNext = (focus: string): boolean => NEXT.test(focus);

/** Asks in which sections a thing is spoken of: `哪几处讲到`. */
const WHERE_SAID = /哪(几|些|两|三)?个?(处|地方|小?节|部分|章|段|块)|(几|多少)(处|个?地方|小?节|章)/;
export const asksWhereSaid = (folded: string): boolean => WHERE_SAID.test(folded);

/** Characters of a question that may ask for an item by its number alone. */
const LONGEST = 16;
const ITEM = /第([一二三四五六七八九十]|\d)(?:条|个|项|点|款|种)?/;
const LAST_ITEM = /^最后(一)?(条|个|项|点)/;
/** `第二条` of what was shown last, counted from 0; -1 for the last. */
export function ordinalOf(folded: string): number | undefined {
  const match = folded.length <= LONGEST ? ITEM.exec(folded) : null;
  if (match) return readOrdinal(match[1]!) - 1;
  return LAST_ITEM.test(folded) ? -1 : undefined;
}

/** The noun behind an ordinal: `计划` of `第四个计划`. */
const COUNTED_NOUN = /第[一二三四五六七八九十\d]{1,4}[个项条大](\p{sc=Han}{2,4}?)(?=叫|是|讲|说|里|有|的|$)/u;
export const countedNounOf = (folded: string): string | undefined => COUNTED_NOUN.exec(folded)?.[1];

/** The year of a letter, not of what it tells: `2023年的答复里…`. */
const LETTER_YEAR = /(20\d\d)年(?:度)?(?:的|那[件份封]|办理的?|作出的?)?(?:答复|回复|复函|建议|提案)/;
export const letterYearOf = (folded: string): string | undefined => LETTER_YEAR.exec(folded)?.[1];

/** Letters to deputies, or to committee members, are meant. */
export const addresseeKindOf = (folded: string): 'npc' | 'cppcc' | undefined =>
  /委员/.test(folded) ? 'cppcc' : /代表/.test(folded) ? 'npc' : undefined;
