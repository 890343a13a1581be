import type { Span } from '../text/span.js';
import { type Branch, cutTails, type Open, openAt, shut, type Unquoted, unquoted } from './branch.js';
import { isBlock, LAST, type Mark } from './headingMarks.js';
import type { Letter } from './letter.js';
import type { Warning } from './reply.js';
import {
  type Ahead,
  continues,
  keptOpen,
  lookAhead,
  parentDepth,
  resumedDepth,
  siblingOf,
  startsSeries,
} from './series.js';

/** The headings and items of a part of a letter. */
export interface Outline {
  readonly outline: readonly Branch[];
  /** First paragraph of the closing courtesies; where there are none, the end of the part. */
  readonly closing: number;
  readonly warnings: readonly Warning[];
}

const CLOSING =
  /^(综上所述|综上,|最后,? *(衷心|再次|诚挚)?感谢|(衷心|再次|诚挚|非常)?地?感谢|谢谢|以上(答复|意见|回复)|(此复|特此)|至于(提案|建议)?附件|(.{0,6}代表|.{0,6}委员)?在?(建议|提案)附件中还|如对以上)/;

/** Characters of a paragraph by which closing words and summaries are known. */
const OPENING = 40;

/** The outline as far as a letter is read from top to bottom. */
interface Draft {
  readonly letter: Letter;
  readonly marks: readonly Mark[];
  readonly ahead: Ahead;
  readonly answers: readonly Span[];
  readonly roots: Branch[];
  /** Sections still open, the outermost first. */
  readonly stack: Open[];
  readonly warnings: Warning[];
}

/** A mark with its place among all marks. */
interface MarkAt {
  readonly mark: Mark;
  readonly at: number;
}

/** Where a paragraph stands. */
interface Here {
  readonly paragraph: Unquoted;
  /** End of the paragraph before it; its own start where it is the first. */
  readonly previousEnd: number;
}

/**
 * The outline of a part of a letter, from its marks: an ordinal that continues an open series is its next item, an
 * ordinal 1 opens a series of its own, anything else is plain text. Depth follows the letter, not a fixed table.
 *
 * @param marks those of the part
 * @param part its paragraphs, [first, end)
 */
export function outlineOf(letter: Letter, marks: readonly Mark[], part: Span): Outline {
  const draft: Draft = {
    letter,
    marks,
    ahead: lookAhead(marks),
    answers: answersIn(letter.normalised),
    roots: [],
    stack: [],
    warnings: [],
  };
  const { paragraphs, normalised } = letter;
  const marksIn = byParagraph(marks);
  let closing = part.start;
  for (; closing < part.end; closing++) {
    const paragraph = unquoted(normalised, paragraphs[closing]!);
    const here = { paragraph, previousEnd: closing > part.start ? paragraphs[closing - 1]!.end : paragraph.start };
    const found = marksIn.get(closing) ?? [];
    const opening = found.find(({ mark }) => mark.opens)?.mark;
    const start = normalised.slice(paragraph.start, Math.min(paragraph.end, paragraph.start + OPENING));
    if (!opening && CLOSING.test(start)) break;
    closeRunIn(draft, opening, here);
    if (!opening) {
      const next = found[0]?.at ?? draft.ahead.mark(closing);
      close(draft, keptOpen(draft.stack, draft.ahead, next, start), here.previousEnd);
    }
    for (const one of found) readMark(draft, one, here);
  }
  close(draft, 0, closing > part.start ? paragraphs[closing - 1]!.end : 0);
  return { outline: cutTails(normalised, draft.roots), closing, warnings: draft.warnings };
}

function byParagraph(marks: readonly Mark[]): ReadonlyMap<number, readonly MarkAt[]> {
  const found = new Map<number, MarkAt[]>();
  for (const [at, mark] of marks.entries()) {
    const list = found.get(mark.paragraph);
    if (list) list.push({ mark, at });
    else found.set(mark.paragraph, [{ mark, at }]);
  }
  return found;
}

/** Closes the innermost open sections until so many are left; they end at an offset. */
function close({ letter, roots, stack }: Draft, depth: number, position: number): void {
  while (stack.length > depth) {
    const branch = shut(letter.normalised, stack.pop()!, position);
    (stack.at(-1)?.children ?? roots).push(branch);
  }
}

/** Series that ran inside the previous paragraph end with it, unless this one opens with their next item. */
function closeRunIn(draft: Draft, opening: Mark | undefined, { previousEnd }: Here): void {
  const goesOn = (open: Open) => opening !== undefined && continues(open, opening);
  const runIn = draft.stack.findIndex((open) => open.inline && !goesOn(open));
  if (runIn >= 0 && !draft.stack.slice(runIn).some(goesOn)) close(draft, runIn, previousEnd);
}

/** Reads a mark as the next item of an open series, the first of a new one, one of a series that broke off, or as text. */
function readMark(draft: Draft, { mark, at }: MarkAt, here: Here): void {
  const { letter, marks, ahead, roots, stack } = draft;
  const answerAt = answerBefore(draft.answers, stack.at(-1), mark);
  if (answerAt >= 0) close(draft, 0, answerAt);
  const sibling = siblingOf(stack, mark);
  if (sibling >= 0) {
    readNext(draft, sibling, mark, here);
  } else if (startsSeries(marks, at, mark, ahead)) {
    const depth = parentDepth(letter.normalised, stack, ahead, at, mark);
    close(draft, depth, mark.opens ? here.previousEnd : mark.start);
    stack.push(openAt(here.paragraph, mark, 1, !mark.opens));
  } else if (mark.opens) {
    const resumed = resumedDepth(roots, stack, mark);
    if (resumed < 0) {
      warn(draft, mark, 'a mark that continues no series is read as text');
    } else {
      close(draft, resumed, here.previousEnd);
      stack.push(openAt(here.paragraph, mark, mark.ordinal, false));
    }
  }
}

/** Goes on with the series that stands open at a depth. A number left out is believed where the mark opens a paragraph. */
function readNext(draft: Draft, depth: number, mark: Mark, { paragraph, previousEnd }: Here): void {
  const { stack } = draft;
  const { inline, ordinal } = stack[depth]!;
  const isNumbered = mark.ordinal !== LAST && !isBlock(mark.style);
  if (isNumbered && mark.ordinal > ordinal + 1) {
    if (!mark.opens) return;
    warn(draft, mark, `ordinal ${mark.ordinal} follows ${ordinal}`);
  }
  close(draft, depth, mark.opens ? previousEnd : mark.start);
  stack.push(openAt(paragraph, mark, isNumbered ? mark.ordinal : ordinal + 1, inline));
}

function warn({ warnings }: Draft, { start, end }: Mark, message: string): void {
  warnings.push({ start, end, message });
}

/** Every sentence that says the answer follows (`答复如下:`), in order. */
function answersIn(normalised: string): Span[] {
  const answers: Span[] = [];
  let start = 0;
  for (const { index, 0: words } of normalised.matchAll(/[。\n]|(?:答复|回复|函复)(?:如下|为):/g)) {
    if (words.length === 1) start = index + 1;
    else answers.push({ start, end: index + words.length });
  }
  return answers;
}

/** Where the first such sentence begins between an open item and the mark; else -1. */
function answerBefore(answers: readonly Span[], open: Open | undefined, mark: Mark): number {
  if (!open) return -1;
  const from = open.mark.start;
  let low = 0;
  let high = answers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (answers[middle]!.end > from) high = middle;
    else low = middle + 1;
  }
  const said = answers[low];
  return said && said.end <= mark.start ? Math.max(said.start, from) : -1;
}
