import { PROPOSAL, REPLY } from './vocabulary.js';

/** A question for letters, not for what one of them says: `有哪些答复`. */
export interface ReplyListAsk {
  /** The year and the kind of letters, and whether the question calls them letters. */
  readonly year?: string;
  readonly kind?: 'npc' | 'cppcc';
  readonly namesLetters: boolean;
}

const LETTER = `(?:${REPLY}|${PROPOSAL}|信)`;
/** All or some letters; `几个工作日答复` counts days. */
const SOME =
  '(?:哪些|哪[几一]?[件份封个]|(?:几|多少|所有|全部|列出|列一下)[件份封个]?)(?!个?(?:工作日|小时|[月天日年周]))';
/** Asks for letters, not for what one says: `有哪些答复提到…`, `…的答复有几件`; on folded questions. */
const ASKED = new RegExp(
  `${SOME}\\P{P}{0,8}${LETTER}(?:[里中]|都|专门)?(?:[提讲说谈写][到过]|涉及|关于|有关|是20\\d\\d年|$|\\p{P})|${LETTER}(?:里面?|中)?(?:一共|总共|都|共)?有${SOME}`,
  'u',
);
/** One letter is meant, and the question is what it says: `那份答复一共回了哪几个建议`. */
const OF_ONE = new RegExp(`[那这该此][件份封]?${LETTER}`);

/** What letters a folded question asks for; `undefined` where it asks for none. */
export function replyListAskOf(folded: string): ReplyListAsk | undefined {
  if (!ASKED.test(folded) || OF_ONE.test(folded)) return undefined;
  const year = /20\d\d(?=年)/.exec(folded)?.[0];
  const kind = /提案|政协|委员(?!会)/.test(folded) ? 'cppcc' : /人大|代表/.test(folded) ? 'npc' : undefined;
  return {
    ...(year && { year }),
    ...(kind && { kind }),
    namesLetters: /答复|回复|复函|回信|[件份封]/.test(folded),
  };
}
