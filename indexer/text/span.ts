/** Half-open range [start, end) of a reply's text, in UTF-16 code units (区间). */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** The span without white space at either end; an all-white span shrinks to its start. */
export function trim(text: string, { start, end }: Span): Span {
  let from = start;
  let to = end;
  while (from < to && /\s/.test(text[from]!)) from++;
  while (to > from && /\s/.test(text[to - 1]!)) to--;
  return { start: from, end: to };
}

/** Place of the first of rising numbers that is not below a bound. */
export function firstFrom(rising: readonly number[], bound: number): number {
  let low = 0;
  let high = rising.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (rising[middle]! < bound) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The verbatim words a span points at. */
export const slice = (text: string, { start, end }: Span): string => text.slice(start, end);
