// Cutting: a Reply in, its passages and their sentences out.
import { dayOf, type LeafKind, type Reply, type Role, type Section } from '../parse/reply.js';
import { type Signed, signedOn } from '../parse/stage.js';
import { foldText } from '../text/normalise.js';
import { firstFrom, type Span, slice, trim } from '../text/span.js';
import { type Sentence, sentencesOf } from './sentence.js';

/** The unit of retrieval (段落): an item, or a paragraph of running text, with its place in the letter. */
export interface Passage extends Span {
  /** `<reply id>#<start>`. */
  readonly id: string;
  readonly replyId: string;
  /** Marks and headings from the outside in, as printed: `["一、总体情况", "(三)…", "三是…"]`. */
  readonly path: readonly string[];
  /** The marks alone: `["一", "(三)", "三是"]`. */
  readonly labels: readonly string[];
  readonly role: Role;
  /** `item`: a section without sections below; `text`: a paragraph under a heading or under none. */
  readonly kind: 'item' | 'text';
  readonly sentences: readonly Sentence[];
  readonly folded: string;
  /** The headings above and of the passage, folded. */
  readonly foldedPath: string;
  /** The innermost heading alone, folded. */
  readonly foldedHeading: string;
}

/** The mark and heading of a section as a reader would cite it: `(三)提升知识产权管理水平`. */
export function sectionTitle({ label, heading, style }: Section): string {
  if (style === 'chapter') return `${label}、${heading}`;
  if (style === 'arabic') return `${label}.${heading}`;
  if (style === 'sequence' || style === 'di' || style === 'qi') return heading ? `${label},${heading}` : label;
  if (style === 'block') return heading;
  if (style === 'named') return `${label}:${heading}`;
  return style === 'agency' ? `(${heading})` : `${label}${heading}`;
}

/** A passage before it is cut into sentences. */
interface Stretch extends Span {
  /** The sections it lies in, from the outside in. */
  readonly path: readonly Section[];
  readonly kind: Passage['kind'];
}

/** Every passage of a reply, in its order: the whole body once, letterhead and closing courtesies left out. */
export function passagesOf(reply: Reply): Passage[] {
  const signed = signedOn(dayOf(reply.letterhead));
  return stretchesOf(reply)
    .flatMap((stretch) => passageOf(reply, stretch, signed) ?? [])
    .sort((a, b) => a.start - b.start);
}

/** The passage of a stretch; `undefined` where nothing but courtesies stand in it. */
function passageOf(reply: Reply, { path, kind, ...whole }: Stretch, signed: Signed | undefined): Passage | undefined {
  const span = trim(reply.normalised, whole);
  const section = path.at(-1);
  const sentences = sentencesOf(reply, span, section, signed);
  if (sentences.length === 0) return undefined;
  const titles = path.map(sectionTitle);
  return {
    id: `${reply.id}#${span.start}`,
    replyId: reply.id,
    path: titles,
    labels: path.map(({ label, heading }) => label || heading),
    role: kind === 'item' && section ? section.role : mostCommon(sentences.map(({ role }) => role)),
    kind,
    sentences,
    ...span,
    folded: foldText(slice(reply.text, span)),
    foldedPath: foldText(titles.join('')),
    foldedHeading: foldText(section?.heading ?? ''),
  };
}

/** Characters between the end of a heading and the end of its line: `。` or `:`, and a bracket. */
const BEHIND_HEADING = 2;

/** The items of a reply, and its text between them, paragraph by paragraph. */
function stretchesOf(reply: Reply): Stretch[] {
  const paragraphsIn = within(bodyParagraphs(reply));
  const textIn = (start: number, end: number, path: readonly Section[]): Stretch[] =>
    paragraphsIn(start, end)
      .map((one): Stretch => ({ start: Math.max(start, one.start), end: Math.min(end, one.end), path, kind: 'text' }))
      .filter((span) => span.end > span.start && /[\p{L}\p{N}]/u.test(slice(reply.normalised, span)));
  /** What stands between two offsets: sections, and text before and after each. */
  const between = (start: number, end: number, sections: readonly Section[], path: readonly Section[]): Stretch[] => {
    const starts = [start, ...sections.map((section) => section.end)];
    return [
      ...sections.flatMap((section, i) => [...textIn(starts[i]!, section.start, path), ...sectionIn(section, path)]),
      ...textIn(starts.at(-1)!, end, path),
    ];
  };
  const sectionIn = (section: Section, above: readonly Section[]): Stretch[] => {
    const { start, end, headingSpan, children } = section;
    const path = [...above, section];
    const bodyStart = headingSpan?.end ?? start;
    if (children.length > 0) return between(bodyStart, end, children, path);
    const inside = paragraphsIn(start, end);
    if (inside.length <= 1) return [{ start, end, path, kind: 'item' }];
    const isHeadingLine = inside[0]!.end <= bodyStart + BEHIND_HEADING;
    return textIn(isHeadingLine ? bodyStart : start, end, path);
  };
  return between(0, reply.text.length, reply.outline, []);
}

/** Finds the spans that have some of [from, to) in them, among spans in order that do not overlap. */
function within(spans: readonly Span[]): (from: number, to: number) => readonly Span[] {
  const ends = spans.map(({ end }) => end);
  const starts = spans.map(({ start }) => start);
  return (from, to) => {
    const first = firstFrom(ends, from + 1);
    return spans.slice(first, Math.max(first, firstFrom(starts, to)));
  };
}

/** Leaves that are none of the running text, unless they stand inside a paragraph of it. */
const NOT_RUNNING: ReadonlySet<LeafKind> = new Set([
  'agency',
  'date',
  'contact',
  'attachment',
  'published',
  'class',
  'signer',
  'docNumber',
  'addressee',
]);

/** The letter's running text, paragraph by paragraph: opening, body and closing. */
function bodyParagraphs(reply: Reply): Span[] {
  const inside = reply.leaves.filter(
    ({ kind, start }) => kind !== 'blank' && kind !== 'furniture' && start >= (reply.letterhead.opening?.start ?? 0),
  );
  const spans: { start: number; end: number }[] = [];
  for (const leaf of inside) {
    const last = spans.at(-1);
    // The rows of a table stay together: a figure is read against its head.
    const rows = leaf.kind === 'table' && last !== undefined && reply.text[last.start] === '|';
    const joins =
      last && (rows || (!reply.text.slice(last.end, leaf.start).includes('\n') && leaf.start - last.end < 2));
    const contactInText = leaf.kind === 'contact' && joins;
    if (NOT_RUNNING.has(leaf.kind) && !contactInText) continue;
    if (joins) last.end = leaf.end;
    else spans.push({ start: leaf.start, end: leaf.end });
  }
  return spans;
}

/** The role of most sentences; of several, the one that comes first. */
function mostCommon(roles: readonly Role[]): Role {
  const counts = new Map<Role, number>();
  for (const role of roles) counts.set(role, (counts.get(role) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 'other';
}
