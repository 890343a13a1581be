import { readOrdinal } from '../text/numeral.js';
import { firstFrom } from '../text/span.js';
import { type Branch, type Open, SUMMARY } from './branch.js';
import { depthOf, isBlock, LAST, type Mark } from './headingMarks.js';

/** A summary that counts its items: `以上三项`. */
const COUNTED_SUMMARY = /^(?:以上|上述)([一二三四五六七八九十]|\d+)[项个条点]/;

/**
 * Answers where the marks stand that are still to come, by binary search in lists made once: all marks read again at
 * every paragraph would take time that grows with the square of the letter. Marks are named by their place in the list.
 */
export interface Ahead {
  /** Number of marks that open a block. */
  readonly blocks: number;
  /** The first mark in a paragraph or after it. */
  mark(paragraph: number): number;
  /** The first mark from `at` on that opens a paragraph and a block; infinite where there is none. */
  block(at: number): number;
  /** The first mark from `at` on that continues the series of an open item; infinite where there is none. */
  continuing(open: Open, at: number): number;
}

export function lookAhead(marks: readonly Mark[]): Ahead {
  const places = new Map<string, number[]>();
  const kindOf = ({ style, kin }: Mark) => (isBlock(style) ? 'block' : `${style}${kin}`);
  const note = (key: string, at: number) => {
    const list = places.get(key);
    if (list) list.push(at);
    else places.set(key, [at]);
  };
  for (const [at, mark] of marks.entries()) {
    note(isBlock(mark.style) ? 'block' : `${kindOf(mark)} ${mark.ordinal}`, at);
    if (isBlock(mark.style) && mark.opens) note('opening block', at);
  }
  const first = (key: string, at: number) => {
    const list = places.get(key) ?? [];
    return list[firstFrom(list, at)] ?? Number.POSITIVE_INFINITY;
  };
  const paragraphs = marks.map(({ paragraph }) => paragraph);
  return {
    blocks: places.get('block')?.length ?? 0,
    mark: (paragraph) => firstFrom(paragraphs, paragraph),
    block: (at) => first('opening block', at),
    continuing({ mark, ordinal }, at) {
      if (isBlock(mark.style)) return first('block', at);
      return Math.min(first(`${kindOf(mark)} ${ordinal + 1}`, at), first(`${kindOf(mark)} ${LAST}`, at));
    },
  };
}

/** Blocks are of one kind however they are headed. */
const isOfKind = (a: Mark, b: Mark): boolean =>
  (a.style === b.style && a.kin === b.kin) || (isBlock(a.style) && isBlock(b.style));

/** Whether a mark is the very next item of an open one's series. */
export const continues = (open: Open, mark: Mark): boolean =>
  isOfKind(open.mark, mark) && (isBlock(mark.style) || mark.ordinal === LAST || mark.ordinal === open.ordinal + 1);

/** Depth in the stack of the series that `mark` goes on with; -1 when there is none. */
export function siblingOf(stack: readonly Open[], mark: Mark): number {
  for (let depth = stack.length - 1; depth >= 0; depth--) {
    const open = stack[depth]!;
    if (!isOfKind(open.mark, mark)) continue;
    if (isBlock(mark.style) || mark.ordinal === LAST) return depth;
    if (mark.ordinal <= open.ordinal) return -1;
    // A gap is only believed where the mark opens a paragraph.
    return mark.ordinal === open.ordinal + 1 || mark.opens ? depth : -1;
  }
  return -1;
}

/** Depth of a series that was closed too early and goes on with `mark`; -1 when there is none. */
export function resumedDepth(roots: readonly Branch[], stack: readonly Open[], mark: Mark): number {
  for (let depth = stack.length; depth >= 0; depth--) {
    const last = (depth === 0 ? roots : stack[depth - 1]!.children).at(-1);
    const open = stack[depth];
    // Where a later item of the series stands open, the series did not break off.
    if (open && open.mark.style === mark.style && open.ordinal >= mark.ordinal) continue;
    if (last && last.style === mark.style && last.ordinal + 1 === mark.ordinal) return depth;
  }
  return -1;
}

/** An ordinal 1 opens a series; inside a paragraph only when a 2 follows it. */
export function startsSeries(marks: readonly Mark[], at: number, mark: Mark, { blocks }: Ahead): boolean {
  if (mark.style === 'agency') return mark.opens;
  if (mark.style === 'block') return mark.opens && blocks > 1;
  if (mark.ordinal !== 1) return false;
  if (mark.opens && mark.style !== 'di') return true;
  for (let i = at + 1; i < marks.length; i++) {
    const later = marks[i]!;
    if (later.style !== mark.style || later.kin !== mark.kin) continue;
    if (later.ordinal === 2 || later.ordinal === LAST) return later.paragraph === mark.paragraph || later.opens;
    if (later.ordinal === 1) return false;
  }
  return false;
}

/** Whether the series of `open` goes on after mark number `at`, before any of the sections above it does. */
function goesOn(stack: readonly Open[], depth: number, ahead: Ahead, at: number): boolean {
  const open = stack[depth]!;
  const own = ahead.continuing(open, at);
  if (own === Number.POSITIVE_INFINITY || (!isBlock(open.mark.style) && ahead.block(at) < own)) return false;
  return stack.slice(0, depth).every((above) => own < ahead.continuing(above, at));
}

/** How many open sections the new series of `mark` lies in. */
export function parentDepth(normalised: string, stack: readonly Open[], ahead: Ahead, at: number, mark: Mark): number {
  if (mark.style === 'agency') return 0;
  // `三是…,并提出两项要求:一要…`: what is asked for is no part of the last of what is reported.
  const asked =
    !mark.opens &&
    /(?:提出|希望|建议|要求)[^。;,:]{0,10}[:,]“?$/.test(normalised.slice(Math.max(0, mark.start - 16), mark.start));
  if (asked && stack.at(-1)?.inline) return stack.findIndex((open) => open.inline);
  const same = stack.findIndex((open) => open.mark.style === mark.style);
  let depth = same >= 0 ? same : stack.length;
  while (depth > 0) {
    const open = stack[depth - 1]!;
    if (open.alone) break;
    if (!mark.opens && open.mark.paragraph === mark.paragraph) {
      // `第一,…;第二,…。1.…`: a list parted by semicolons has ended with its full stop.
      const ended =
        open.inline &&
        /;/.test(normalised[open.mark.start - 1] ?? '') &&
        /。 {0,4}$/.test(normalised.slice(Math.max(0, mark.start - 5), mark.start));
      if (!ended) break;
    } else if (
      !open.inline &&
      (goesOn(stack, depth - 1, ahead, at + 1) || depthOf(mark.style) > depthOf(open.mark.style))
    ) {
      break;
    }
    depth--;
  }
  return depth;
}

/** How many sections stay open when a paragraph without a mark begins. */
export function keptOpen(stack: readonly Open[], ahead: Ahead, at: number, text: string): number {
  const counted = COUNTED_SUMMARY.exec(text);
  if (counted) {
    const count = readOrdinal(counted[1]!);
    const level = stack.findLastIndex(({ ordinal }) => ordinal === count);
    if (level >= 0) return level;
  }
  if (SUMMARY.test(text) && stack.length > 0) {
    const top = stack.findIndex((open, depth) => open.alone || (!open.inline && goesOn(stack, depth, ahead, at)));
    return top >= 0 ? top + 1 : 0;
  }
  let depth = stack.length;
  while (depth > 0) {
    const open = stack[depth - 1]!;
    if (open.alone || goesOn(stack, depth - 1, ahead, at)) break;
    depth--;
  }
  return depth;
}
