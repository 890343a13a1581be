import type { Reply, Role, Section } from '../parse/reply.js';
import { roleOfWording, type Signed } from '../parse/stage.js';
import { foldText } from '../text/normalise.js';
import { type Span, slice, trim } from '../text/span.js';

/** A sentence, or a part of one closed by `；`, or a row of a table. */
export interface Sentence extends Span {
  readonly role: Role;
  /** The words folded for matching. */
  readonly folded: string;
}

/** Sentences of courtesy, and those that say that the answer follows: they answer nothing. */
const COURTESY =
  /收悉|已?(转)?交(由)?我.{0,6}(研究|承办|办理)|现?将?.{0,12}(答复|回复|函复)(如下|为)|^.{0,4}(衷心|再次|诚挚|非常)?感谢|批评指正|欢迎.{0,6}继续|提出宝贵意见|请予谅解$/;

/**
 * The sentences of a passage, courtesies left out. They end at `。！？` and line ends, clauses of a list at `；`;
 * a heading closed by `。` joins its first sentence.
 *
 * @param section whose passage it is; none of a paragraph outside all sections
 */
export function sentencesOf(
  { text, normalised }: Pick<Reply, 'text' | 'normalised'>,
  passage: Span,
  section: Section | undefined,
  signed: Signed | undefined,
): Sentence[] {
  return cutsOf(normalised, passage, section).flatMap((cut) => {
    const span = trim(normalised, cut);
    const words = slice(normalised, span);
    if (!/[\p{L}\p{N}]/u.test(words) || COURTESY.test(words)) return [];
    return [{ ...span, folded: foldText(slice(text, span)), role: sentenceRole(words, section, signed) }];
  });
}

/** Where sentences end, with their stops; a `；` is of neither side. */
function cutsOf(normalised: string, passage: Span, section: Section | undefined): Span[] {
  const words = slice(normalised, passage);
  const cuts: Span[] = [];
  let start = 0;
  // Open quotation marks and brackets: nothing ends inside them but at a line end.
  let depth = 0;
  for (let i = 0; i < words.length; i++) {
    const sign = words[i]!;
    if (sign === '“' || sign === '(') depth++;
    if ((sign === '”' || sign === ')') && depth > 0) depth--;
    const isStop = sign === '\n' || (depth === 0 && stops(words, start, i));
    if (!isStop) continue;
    const isHeading = section !== undefined && endsHeading(section, passage.start + start, passage.start + i);
    if (isHeading && sign !== '\n' && i + 1 < words.length) continue;
    cuts.push({ start: passage.start + start, end: passage.start + i + (sign === ';' ? 0 : 1) });
    start = i + 1;
  }
  if (start < words.length) cuts.push({ start: passage.start + start, end: passage.end });
  return cuts;
}

/** Whether a sentence that began at `start` stops at `at`: at a stop, or at the colon of `答复如下:`. */
const stops = (words: string, start: number, at: number): boolean =>
  /[。!?;]/.test(words[at]!) || (words[at] === ':' && /(如下|为)$/.test(words.slice(Math.max(start, at - 2), at)));

/** Whether what stands between two offsets is no more than mark and heading of a section. */
const endsHeading = ({ start, headingSpan }: Section, from: number, to: number): boolean =>
  headingSpan !== undefined && to <= headingSpan.end + 1 && from <= start;

/** A section that states its stage states it for its sentences, but for refusals among them. */
function sentenceRole(words: string, section: Section | undefined, signed: Signed | undefined): Role {
  const isStated = section && section.role !== 'other' && section.source !== 'children';
  return roleOfWording(words, isStated ? section : undefined, signed).role;
}
