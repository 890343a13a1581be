import { type Span, slice, trim } from '../text/span.js';

/**
 * The paragraphs of a letter, trimmed, without empty ones. A letter that lost its line breaks (most of it on one
 * line) is cut at the spaces that stand where the breaks were: between two Chinese words, or before a label.
 */
export function paragraphsOf(normalised: string): Span[] {
  const lines = joinWrapped(normalised, split(normalised, { start: 0, end: normalised.length }, /\n+/g));
  return lines.flatMap((line) => {
    const lostBreaks = line.end - line.start > 0.8 * normalised.length && line.end - line.start > 200;
    return lostBreaks ? split(normalised, line, GAP, wasBreak) : [line];
  });
}

/** Spaces, and the end of a form of address whether or not any follow it. */
const GAP = / +|(?<=(?:代表|委员|委员会|总支|支部)们?:)(?! )/g;
/** Characters looked at before a gap, and after it. */
const BEFORE = 12;
const AFTER = 400;

/**
 * What stands before a gap and after it where there was a line break: two words, a label with a colon, a date, a
 * bracket, a telephone number, a form of address. One rule is enough.
 */
const BREAKS: readonly { readonly before?: RegExp; readonly after?: RegExp }[] = [
  { before: /[\p{sc=Han}。!:;”》]$/u, after: /^\p{sc=Han}/u },
  { after: /^\p{sc=Han}{2,6}:/u },
  { after: /^\d{4} ?年 ?\d{1,2} ?月 ?\d{1,2} ?日(?: |$)/ },
  { before: /\d ?日$/, after: /^[(\p{sc=Han}]/u },
  { after: /^[(【]/ },
  { before: /\d{7,8}$/, after: /^\p{sc=Han}{4,24}(?: |$)/u },
  { before: /(?:代表|委员|委员会|总支|支部)们?:$/ },
  {
    after:
      /^(?:[\p{sc=Han}]{1,3} ?[\p{sc=Han}]、)*[\p{sc=Han}]{1,3} ?[\p{sc=Han}]*(?:等\d*[名位]?)?(?:代表|委员|委员会|总支):/u,
  },
];

function wasBreak(before: string, after: string): boolean {
  return BREAKS.some((rule) => (rule.before?.test(before) ?? true) && (rule.after?.test(after) ?? true));
}

/**
 * Cuts a span at gaps; the parts are trimmed, empty ones left out.
 *
 * @param parts whether a gap is one, by what stands before and after it; default: all are
 */
function split(
  normalised: string,
  whole: Span,
  gaps: RegExp,
  parts: (before: string, after: string) => boolean = () => true,
): Span[] {
  const words = normalised.slice(whole.start, whole.end);
  const spans: Span[] = [];
  let start = 0;
  for (const { index, 0: gap } of words.matchAll(gaps)) {
    const next = index + gap.length;
    if (!parts(words.slice(Math.max(0, index - BEFORE), index), words.slice(next, next + AFTER))) continue;
    spans.push({ start, end: index });
    start = next;
  }
  spans.push({ start, end: words.length });
  return spans
    .map((span) => trim(normalised, { start: whole.start + span.start, end: whole.start + span.end }))
    .filter(({ start: from, end }) => end > from);
}

/** Characters from which a line without a stop at its end may have been wrapped inside a sentence. */
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
/** How a paragraph opens that does not go on with the line before. */
const OPENS =
  /^(?:[一二三四五六七八九十]{1,3}[、.是要]|[(（第①-⑳|]|\d{1,2}[、.)]|首先|其次|再次|最后|其[一二三]|附|联系|抄|关于)/;

/** Lines that were wrapped inside a sentence are one paragraph: the next goes on where a long line has no stop. */
function joinWrapped(normalised: string, lines: readonly Span[]): Span[] {
  const joined: Span[] = [];
  const width = widthOf(lines);
  // Whether a stop stands anywhere in the last of `joined`.
  let stopped = false;
  for (const [i, line] of lines.entries()) {
    const text = slice(normalised, line);
    const last = joined.at(-1);
    const ending = last && normalised[last.end - 1]!;
    const wrapped: boolean =
      last !== undefined &&
      lines[i - 1]!.end - lines[i - 1]!.start >= width &&
      !/[。!?:|局委厅院会办]/.test(ending!) &&
      (width < FULL_LINE || stopped) &&
      normalised[last.start] !== '|' &&
      !OPENS.test(text) &&
      // A single line break and no indent: a new paragraph would have either more breaks or an indent.
      normalised.slice(last.end, line.start) === '\n' &&
      (width < FULL_LINE || /^[\p{sc=Han}\d]{1,80}[^:]{0,20}[,。;、]/u.test(text));
    if (wrapped) joined[joined.length - 1] = { start: last!.start, end: line.end };
    else joined.push(line);
    stopped = (wrapped && stopped) || /[,。;]/.test(text);
  }
  return joined;
}
