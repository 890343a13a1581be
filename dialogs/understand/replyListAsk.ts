/** Asks for letters, not for what one says (有哪些答复). */
export interface ReplyListAsk {
  /** The year, the kind and whether letters are named as such. */
  readonly year?: string;
  readonly kind?: 'npc' | 'cppcc';
  readonly namesLetters: boolean;
}

const LETTER = '(?:答复|回复|复函|回信|信|提案|建议|议案)';
const ALL =
  '(?:哪些|哪(?:几|一)?[件份封个]|(?:几|多少|所有|全部|列出|列一下)[件份封个]?)(?!个?(?:工作日|[月天日年周]|小时|星期|礼拜))';
/** Asks for letters, not for what one says: `有哪些答复提到…`, `…的答复有几件`; on folded questions. */
const ASKED = new RegExp(
  `${ALL}\\P{P}{0,8}${LETTER}(?:里|中|当中|都|曾|也|又|专门|有)?(?:提到|提过|讲到|讲过|说到|说过|谈到|写到|写过|涉及|关于|有关|是20\\d\\d年|$|\\p{P})|${LETTER}(?:里面?|中|当中)?(?:一共|总共|都|共)?有${ALL}`,
  'u',
);
/** One letter is meant, and asked what it tells: `那份答复一共回了哪几个建议`. */
const OF_ONE = new RegExp(`(?:那|这|该|此)[件份封个]?${LETTER}`);

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
