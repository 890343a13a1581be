import type { Span } from '../../indexer/text/span.js';
import { DEPUTY, HOW, OFFICE, PROPOSAL, REPLY, STOP, WHAT, WHEN } from './vocabulary.js';

/** A field of what stands around the body of a letter (函件要素). */
export type LetterheadField =
  | 'contact'
  | 'signed'
  | 'published'
  | 'addressees'
  | 'leadAgency'
  | 'coAgencies'
  | 'title'
  | 'number'
  | 'docNumber'
  | 'class'
  | 'signer'
  | 'attachment';

/** Words that may ask for a field of the letterhead, and the clause they stand in; spans in the folded question. */
export interface FieldAsk {
  readonly field: LetterheadField;
  readonly asking: Span;
  readonly clause: Span;
}

/** The fields a question may ask for, the likeliest first. */
export interface LetterheadAsk {
  readonly fields: readonly FieldAsk[];
  /** The offset from which on the question only says what it does not mean. */
  readonly until: number;
}

/** A day, asked for or named: `哪天`, `日期`. */
const DAY = `(?:${WHEN}|日期|时间)`;
const WHICH_OFFICE = `哪(?:一?[个家]|几个?|些)?${OFFICE}`;

/** How people ask for each field, on folded questions; the first row whose clause names nothing else decides. */
const ASKED: readonly [LetterheadField, RegExp][] = [
  [
    'contact',
    new RegExp(
      `电话(?:[是几呢给有]|多少|${STOP})|号码|[留打拨][了的]?(?:多少|几|哪个?|个|${WHAT})(?:号|电话)|联系(?:方式|人|谁|哪)|${HOW}联系|[打拨](?:给谁|哪)|找(?:谁|哪位|哪个(?:部门|单位|科室))|热线|座机|客服`,
    ),
  ],
  ['published', new RegExp(`(?:网上|网站|上网|公开|发布|公布).{0,8}${DAY}|${WHEN}.{0,6}(?:挂网|上网|公开|发布|公布)`)],
  [
    'signed',
    new RegExp(
      `${WHEN}.{0,10}(?:${REPLY}|落款|成文|签发|签署|盖章|[写发回]的)|(?:${REPLY}|落款|成文|签发|签署|盖章|函).{0,8}${DAY}`,
    ),
  ],
  ['docNumber', /[文函]号|发文字号/],
  ['signer', /签发人|谁签[发的]/],
  ['class', new RegExp(`(?:${REPLY}|${PROPOSAL}|办理结果)[的是属于]{0,3}(?:类别|分类)|(?<![a-z])[abc]类|办理结果`)],
  ['number', new RegExp(`${PROPOSAL}[是为]?第?(?:几|多少)号|(?:几|多少)号${PROPOSAL}|${PROPOSAL}(?:编号|号码)`)],
  ['attachment', /附[件表录]/],
  [
    'coAgencies',
    new RegExp(
      `除了?.{0,8}(?:还有|另外|以外).{0,4}(?:${WHICH_OFFICE}|谁)|${WHICH_OFFICE}.{0,6}(?:一起|一块儿?|共同|联合|参与|配合)|会[办同]|协办|(?:一起|一块儿?|共同|联合)(?:研究|办|商量|答)|[跟和同与].{0,4}[哪谁].{0,8}(?:商量|研究|一起|一块儿?|联合)`,
    ),
  ],
  [
    'addressees',
    new RegExp(
      `(?:写|回|发|寄|答复|回复)给(?:的是)?[谁哪]|(?:谁|哪[位个些]|哪几[位个])(?:人大)?${DEPUTY}?们?(?:提|建议|反映)[的了出]|称[呼谓]|抬头|收信人|(?:哪[位个]|哪几位|谁是)(?:人大)?${DEPUTY}(?![团会])|${DEPUTY}(?:是谁|叫)`,
    ),
  ],
  [
    'leadAgency',
    new RegExp(
      `(?:谁|${WHICH_OFFICE}).{0,6}(?:${REPLY}|[写回办出]的|落款|盖章|主办|承办|出具|办理)|主办|承办|(?:${REPLY}|落款|发文)的?(?:单位|部门|机关|是谁)`,
    ),
  ],
  [
    'title',
    new RegExp(
      `题目|(?<!小)标题|全称|案由|${PROPOSAL}的?(?:名[字称]|叫${WHAT}|主题)|(?:${WHAT}|哪[个份件])${PROPOSAL}|提了?个?${WHAT}$`,
    ),
  ],
];

/** What the question says it does not mean: `…,不是网上贴出来那天`. */
const NOT_MEANT = /[,;。]而?不是.*/s;
/** Parts of a letter, whose headings are not its title. */
const PARTS = /几[大个]?部分|标题(?:各|分别|都)/;

/** The clauses of a folded question: of a long one only one asks. */
const clausesOf = (folded: string): Span[] =>
  [...folded.matchAll(/[^,。;:!?]+/g)].map(({ index, 0: words }) => ({ start: index, end: index + words.length }));

/** Reads a folded question. */
export function letterheadAskOf(question: string): LetterheadAsk {
  const folded = question.replace(NOT_MEANT, '');
  const clauses = clausesOf(folded);
  const whole = { start: 0, end: folded.length };
  const ofParts = PARTS.test(folded);
  const fields = ASKED.flatMap(([field, rule]): FieldAsk[] => {
    if (field === 'title' && ofParts) return [];
    const match = rule.exec(folded);
    if (!match) return [];
    const asking = { start: match.index, end: match.index + match[0].length };
    const clause = clauses.find(({ start, end }) => start <= asking.start && asking.end <= end) ?? whole;
    return [{ field, asking, clause }];
  });
  return { fields, until: folded.length };
}
