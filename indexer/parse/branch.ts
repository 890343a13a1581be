import { firstFrom, type Span, trim } from '../text/span.js';
import { depthOf, type Mark } from './headingMarks.js';
import type { MarkStyle } from './reply.js';

/** A section while its place in the tree is known but not its role. */
export interface Branch extends Span {
  readonly style: MarkStyle;
  readonly ordinal: number;
  readonly inline: boolean;
  readonly label: Span;
  readonly heading?: Span;
  readonly children: readonly Branch[];
}

/** A section still open while the letter is read from top to bottom. */
export interface Open {
  readonly mark: Mark;
  readonly ordinal: number;
  /** Whether its series began inside a paragraph. */
  readonly inline: boolean;
  readonly heading?: Span;
  /** A heading alone in its paragraph; what follows belongs to it. */
  readonly alone: boolean;
  readonly children: Branch[];
}

/** Words that open a summary of the items above. */
export const SUMMARY = /^(以上|上述|综上|这些|总的来看|总之)/;

/** Opens a section at its mark. */
export function openAt(paragraph: Unquoted, mark: Mark, ordinal: number, inline: boolean): Open {
  const { span, alone } = headingAt(paragraph, mark);
  return { mark, ordinal, inline: inline && !mark.opens, heading: span, alone, children: [] };
}

/** A quantity or the writer's own voice makes a sentence of what might be a heading. */
const PROSE = /\d *[\p{sc=Han}%]|^(提案|建议|代表|委员)(中|所|还|希望|提出)|我局|我委|我市将/u;

/** A paragraph with its quoted words covered, so that no stop is found in them. */
export interface Unquoted extends Span {
  /** As long as the paragraph. */
  readonly words: string;
  /** Offsets in `words` of where its sentences and clauses stop. */
  readonly stops: readonly number[];
}

/** Covers the quoted words of a paragraph. */
export function unquoted(normalised: string, { start, end }: Span): Unquoted {
  const words = normalised
    .slice(start, end)
    .replace(/“[^”]{0,300}”|《[^》]{0,300}》|‘[^’]{0,300}’/g, (quoted) => '引'.repeat(quoted.length));
  return { start, end, words, stops: [...words.matchAll(/[。:;!]/g)].map(({ index }) => index) };
}

/** A heading as it opens a section. */
interface Heading {
  /** Without its mark; absent where the section has no heading. */
  readonly span?: Span;
  /** Whether it stands alone in its paragraph, so that what follows belongs to it. */
  readonly alone: boolean;
}
const NO_HEADING: Heading = { alone: false };

/** Characters of a heading at most; of one with a comma in it. */
const LONGEST_HEADING = 60;
const LONGEST_WITH_COMMA = 30;

/**
 * The heading behind a mark: the rest of a line of its own, or the leading phrase closed by `。` or `：` with text
 * after it. Quoted words inside are not looked into.
 */
function headingAt(paragraph: Unquoted, mark: Mark): Heading {
  if (mark.style === 'agency') return { span: { start: mark.start + 1, end: mark.labelEnd - 1 }, alone: true };
  if (mark.style === 'block') return { span: { start: mark.start, end: mark.labelEnd }, alone: true };
  const { start, words, stops } = paragraph;
  const from = mark.end - start;
  const stop = stops[firstFrom(stops, from)];
  const phrase = words.slice(from, stop);
  const trimmed = trim(words, { start: from, end: from + phrase.length });
  const span = { start: start + trimmed.start, end: start + trimmed.end };
  const isPlain = phrase.length <= LONGEST_HEADING && !PROSE.test(phrase);
  if (stop === undefined) {
    const spaced = /^([^ ,;]{4,30}) {1,20}[^ ]{12}/.exec(phrase);
    if (spaced && mark.opens) return { span: { start: mark.end, end: mark.end + spaced[1]!.length }, alone: false };
    return mark.opens && isPlain && phrase !== '' ? { span, alone: true } : NO_HEADING;
  }
  if (words[stop] === ';' || !isPlain) return NO_HEADING;
  const hasComma = /,/.test(phrase);
  if (words.slice(stop + 1).trim() !== '') return hasComma ? NO_HEADING : { span, alone: false };
  const isTitle = !hasComma || (depthOf(mark.style) <= depthOf('paren') && phrase.length <= LONGEST_WITH_COMMA);
  return mark.opens && isTitle ? { span, alone: true } : NO_HEADING;
}

/** Closes a section at an offset, without the punctuation that parts it from the next. */
export function shut(normalised: string, open: Open, position: number): Branch {
  let { end } = trim(normalised, { start: open.mark.start, end: position });
  if (/[;,、]/.test(normalised[end - 1] ?? '')) end--;
  const children = cutTails(normalised, open.children);
  return {
    style: open.mark.style,
    ordinal: open.ordinal,
    inline: !open.mark.opens,
    start: open.mark.start,
    end: Math.max(end, open.mark.labelEnd, children.at(-1)?.end ?? 0),
    label: { start: open.mark.start, end: open.mark.labelEnd },
    // A leading phrase is a heading only of an item that says more.
    heading:
      open.alone || open.children.length > 0 || (open.heading && open.heading.end + 1 < end) ? open.heading : undefined,
    children,
  };
}

/** How a sentence opens that goes on with the item before it. */
const CARRIES_ON = /^(对|其中|同时|并|此外|该|其|需要说明)/;

/** Ends the last item of every inline list where the list ends: `三是…。以上政策均…`. */
export function cutTails(normalised: string, siblings: readonly Branch[]): Branch[] {
  return siblings.map((item, i) => {
    const next = siblings[i + 1];
    const last = item.inline && next?.style !== item.style && item.children.length === 0;
    if (!last) return item;
    const end = listEnd(normalised, siblings[i - 1], item);
    return { ...item, end, heading: item.heading && item.heading.end + 1 < end ? item.heading : undefined };
  });
}

/** Where a list ends inside its last item: at a stray closing quotation mark, before a summary, or at its first full stop. */
function listEnd(normalised: string, previous: Branch | undefined, last: Branch): number {
  const text = normalised.slice(last.start, last.end);
  const quoteEnd = text.indexOf('”');
  if (quoteEnd >= 0 && !text.slice(0, quoteEnd).includes('“')) return last.start + quoteEnd;
  const bySemicolon = previous !== undefined && /[;,]/.test(normalised[previous.end] ?? '');
  for (const stop of text.matchAll(/[。!]/g)) {
    const rest = text.slice(stop.index + 1).trimStart();
    if (rest === '') break;
    if (SUMMARY.test(rest) || (bySemicolon && !CARRIES_ON.test(rest))) return last.start + stop.index + 1;
  }
  return last.end;
}
