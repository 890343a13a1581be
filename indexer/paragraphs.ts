import { type Span, trim } from './span.js';

/**
 * The paragraphs of a letter, trimmed, without empty ones. A letter that lost its line breaks (most of it on one
 * line) is cut at the spaces that stand where the breaks were: between two Chinese words, or before a label.
 */
export function paragraphsOf(shadow: string): Span[] {
  const lines = split(shadow, { start: 0, end: shadow.length }, /\n+/g);
  return lines.flatMap((line) => {
    const lostBreaks = line.end - line.start > 0.8 * shadow.length && line.end - line.start > 200;
    return lostBreaks
      ? split(shadow, line, /(?<=[\p{sc=Han}。!:;”》] *) +(?=\p{sc=Han})| +(?=\p{sc=Han}{2,6}:)/gu)
      : [line];
  });
}

function split(shadow: string, whole: Span, gap: RegExp): Span[] {
  const spans: Span[] = [];
  let start = whole.start;
  for (const match of shadow.slice(whole.start, whole.end).matchAll(gap)) {
    spans.push({ start, end: whole.start + match.index });
    start = whole.start + match.index + match[0].length;
  }
  spans.push({ start, end: whole.end });
  return spans.map((span) => trim(shadow, span)).filter(({ start: from, end }) => end > from);
}
