import { type Span, trim } from './span.js';

/**
 * The paragraphs of a letter, trimmed, without empty ones. A letter that lost its line breaks (most of it on one
 * line) is cut at the spaces that stand where the breaks were: between two Chinese words, or before a label.
 */
export function paragraphsOf(shadow: string): Span[] {
  const lines = joinWrapped(shadow, split(shadow, { start: 0, end: shadow.length }, /\n+/g));
  return lines.flatMap((line) => {
    const lostBreaks = line.end - line.start > 0.8 * shadow.length && line.end - line.start > 200;
    return lostBreaks
      ? split(
          shadow,
          line,
          /(?<=[\p{sc=Han}。!:;”》] *) +(?=\p{sc=Han})| +(?=\p{sc=Han}{2,6}:)| +(?=\d{4} ?年 ?\d{1,2} ?月 ?\d{1,2} ?日(?: |$))|(?<=\d ?日) +(?=[(\p{sc=Han}])| +(?=[(【])|(?<=\d{7,8}) +(?=\p{sc=Han}{4,24}(?: |$))|(?<=(?:代表|委员|委员会|总支|支部)们?:) *| +(?=(?:[\p{sc=Han}]{1,3} ?[\p{sc=Han}]、)*[\p{sc=Han}]{1,3} ?[\p{sc=Han}]*(?:等\d*[名位]?)?(?:代表|委员|委员会|总支):)/gu,
        )
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

/** Characters from which a line without a stop at its end may have been cut inside a sentence. */
const FULL_LINE = 40;
/** Widths of a page that wraps its lines, in characters, and the share of lines that fill it. */
const WIDTHS = { least: 15, most: 60, share: 0.35 } as const;

/** The width at which a letter's lines were wrapped; `FULL_LINE` where they were not. */
function widthOf(lines: readonly Span[]): number {
  if (lines.length < 12) return FULL_LINE;
  const lengths = lines.map(({ start, end }) => end - start);
  const widest = Math.max(...lengths);
  if (widest < WIDTHS.least || widest > WIDTHS.most) return FULL_LINE;
  const full = lengths.filter((length) => length >= widest - 4).length;
  return full >= WIDTHS.share * lines.length ? widest - 4 : FULL_LINE;
}
const OPENS =
  /^(?:[一二三四五六七八九十]{1,3}[、.是要]|[(（第①-⑳|]|\d{1,2}[、.)]|首先|其次|再次|最后|其[一二三]|附|联系|抄|关于)/;

/** Lines that were wrapped inside a sentence are one paragraph: the next goes on where a long line has no stop. */
function joinWrapped(shadow: string, lines: readonly Span[]): Span[] {
  const joined: Span[] = [];
  const width = widthOf(lines);
  for (const [i, line] of lines.entries()) {
    const last = joined.at(-1);
    const before = last && shadow.slice(last.start, last.end);
    const wrapped =
      before !== undefined &&
      lines[i - 1]!.end - lines[i - 1]!.start >= width &&
      !/[。!?:|]$/.test(before) &&
      (width < FULL_LINE || /[,。;]/.test(before)) &&
      !before.startsWith('|') &&
      !/(?:局|委|厅|院|会|办)$/.test(before) &&
      !OPENS.test(shadow.slice(line.start, line.end)) &&
      // A line break that parts nothing but characters: a paragraph would be indented or stand apart.
      /^\n$/.test(shadow.slice(last!.end, line.start)) &&
      (width < FULL_LINE || /^[\p{sc=Han}\d]+[^:]{0,20}[,。;、]/u.test(shadow.slice(line.start, line.end)));
    if (wrapped) joined[joined.length - 1] = { start: last!.start, end: line.end };
    else joined.push(line);
  }
  return joined;
}
