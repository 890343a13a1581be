/** Yes-or-no signs and small values that one pattern reads from a folded question. */
import { readOrdinal } from '../../indexer/text/numeral.js';
import { ORDINAL, PROPOSAL, REPLY, WHAT, WHY } from './vocabulary.js';

/** Asks about something as if it had been refused. */
const REFUSED = new RegExp(
  `(?:${WHY}|怎么|咋|凭${WHAT})就?还?[不没]|不(?:行|给|让|同意)|没(?:答应|同意|批|采纳)|拒绝|驳回|(?:答应|同意|采纳|批准)了?[吗没么]`,
);
export const asksRefusal = (focus: string): boolean => REFUSED.test(focus);

/** Asks whether something has come about: `出台了吗`. */
const COME_ABOUT = /[了来好成完](?:[吗么]|没有?)[?。]?$/;
export const asksComeAbout = (focus: string): boolean => COME_ABOUT.test(focus);

/** Asks in so many words for what comes next. */
const NEXT = /下一?步|下一?阶段|接下来|今后|将来|往后|打算|(?:^|[,。;?!])以后/;
export const asksNext = (focus: string): boolean => NEXT.test(focus);

/** Asks in which sections a thing is spoken of: `哪几处讲到`. */
const WHERE_SAID = /(?:哪[几些两三]?|几|多少)个?(?:处|地方|小?节|部分|章)/;
export const asksWhereSaid = (folded: string): boolean => WHERE_SAID.test(folded);

/** Most characters of a question that asks for an item by its number alone. */
const LONGEST = 16;
const ITEM = new RegExp(`第(${ORDINAL})`);
const LAST_ITEM = /^最后一?[条个项点]/;
/** `第二条` of what was shown last, counted from 0; -1 for the last. */
export function ordinalOf(folded: string): number | undefined {
  const match = folded.length <= LONGEST ? ITEM.exec(folded) : null;
  if (match) return readOrdinal(match[1]!) - 1;
  return LAST_ITEM.test(folded) ? -1 : undefined;
}

/** The noun behind an ordinal: `计划` of `第四个计划`. */
const COUNTED_NOUN = /第[一二三四五六七八九十\d]{1,4}[个项条大](\p{sc=Han}{2,4}?)(?=[叫是讲说里有的]|$)/u;
export const countedNounOf = (folded: string): string | undefined => COUNTED_NOUN.exec(folded)?.[1];

/** The year of a letter, not of what it tells: `2023年的答复里…`. */
const LETTER_YEAR = new RegExp(`(20\\d\\d)年度?的?(?:${REPLY}|${PROPOSAL})`);
export const letterYearOf = (folded: string): string | undefined => LETTER_YEAR.exec(folded)?.[1];

/** Whether letters to deputies (`npc`) or to committee members (`cppcc`) are meant. */
export const addresseeKindOf = (folded: string): 'npc' | 'cppcc' | undefined =>
  /委员/.test(folded) ? 'cppcc' : /代表/.test(folded) ? 'npc' : undefined;
