import { foldText, normalise } from './normalise.js';
import { dayOf, type Reply, type Role, type Section } from './reply.js';
import { firstFrom, type Span, slice, trim } from './span.js';
import { roleOfWording, type Signed, signedOn } from './stage.js';

/** A sentence, or a part of one closed by `；`, or a row of a table. */
export interface Sentence extends Span {
  readonly role: Role;
  /** The words folded for matching. */
  readonly folded: string;
}

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

/** Every passage of a reply, in its order: the whole body once, letterhead and closing courtesies left out. */
export function passagesOf(reply: Reply): Passage[] {
  const shadow = normalise(reply.text);
  const passages: Passage[] = [];
  const paragraphs = bodyParagraphs(reply);
  const signed = signedOn(dayOf(reply.letterhead));

  const add = (span: Span, path: readonly Section[], kind: Passage['kind']) => {
    const trimmed = trim(shadow, span);
    const sentences = sentencesOf({ text: reply.text, shadow, signed }, trimmed, path.at(-1));
    if (sentences.length === 0) return;
    const titles = path.map(sectionTitle);
    const last = path.at(-1);
    const role = kind === 'item' && last ? last.role : (mostCommon(sentences.map(({ role: one }) => one)) ?? 'other');
    passages.push({
      id: `${reply.id}#${trimmed.start}`,
      replyId: reply.id,
      path: titles,
      labels: path.map(({ label, heading }) => label || heading),
      role,
      kind,
      sentences,
      ...trimmed,
      folded: foldText(slice(reply.text, trimmed)),
      foldedPath: foldText(titles.join('')),
      foldedHeading: foldText(last?.heading ?? ''),
    });
  };

  const ends = paragraphs.map(({ end }) => end);
  /** The paragraphs that have some of a stretch in them. */
  const paragraphsIn = (from: number, to: number): readonly Span[] => {
    const first = firstFrom(ends, from + 1);
    let last = first;
    while (last < paragraphs.length && paragraphs[last]!.start < to) last++;
    return paragraphs.slice(first, last);
  };

  /** Text between sections, paragraph by paragraph. */
  const addText = (from: number, to: number, path: readonly Section[]) => {
    for (const paragraph of paragraphsIn(from, to)) {
      const start = Math.max(from, paragraph.start);
      const end = Math.min(to, paragraph.end);
      if (end > start && /[\p{L}\p{N}]/u.test(shadow.slice(start, end))) add({ start, end }, path, 'text');
    }
  };

  const walk = (section: Section, above: readonly Section[]) => {
    const path = [...above, section];
    const inner = paragraphsIn(section.start, section.end);
    const bodyStart = section.headingSpan?.end ?? section.start;
    if (section.children.length === 0) {
      if (inner.length <= 1) add(section, path, 'item');
      else {
        const headingLine = inner[0]!.end <= bodyStart + 2;
        addText(headingLine ? bodyStart : section.start, section.end, path);
      }
      return;
    }
    let at = bodyStart;
    for (const child of section.children) {
      addText(at, child.start, path);
      walk(child, path);
      at = child.end;
    }
    addText(at, section.end, path);
  };

  let at = 0;
  for (const section of reply.outline) {
    addText(at, section.start, []);
    walk(section, []);
    at = section.end;
  }
  addText(at, reply.text.length, []);
  return passages.sort((a, b) => a.start - b.start);
}

/** The letter's running text, paragraph by paragraph: opening, body and closing. */
function bodyParagraphs(reply: Reply): Span[] {
  const inside = reply.leaves.filter(
    ({ kind, start }) => kind !== 'blank' && kind !== 'furniture' && start >= (reply.letterhead.opening?.start ?? 0),
  );
  const out = new Set([
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
  const spans: { start: number; end: number }[] = [];
  for (const leaf of inside) {
    const last = spans.at(-1);
    // The rows of a table stay together: a figure is read against its head.
    const rows = leaf.kind === 'table' && last !== undefined && reply.text[last.start] === '|';
    const joins =
      last && (rows || (!reply.text.slice(last.end, leaf.start).includes('\n') && leaf.start - last.end < 2));
    const contactInText = leaf.kind === 'contact' && joins;
    if (out.has(leaf.kind) && !contactInText) continue;
    if (joins) last.end = leaf.end;
    else spans.push({ start: leaf.start, end: leaf.end });
  }
  return spans;
}

const COURTESY =
  /收悉|已?(转)?交(由)?我.{0,6}(研究|承办|办理)|现?将?.{0,12}(答复|回复|函复)(如下|为)|^.{0,4}(衷心|再次|诚挚|非常)?感谢|批评指正|欢迎.{0,6}继续|提出宝贵意见|请予谅解$/;

/** What sentences are cut out of. */
interface Letter {
  readonly text: string;
  readonly shadow: string;
  readonly signed?: Signed;
}

/** Sentences end at `。！？` and line ends, clauses of a list at `；`; a heading closed by `。` joins its first sentence. */
function sentencesOf({ text, shadow, signed }: Letter, span: Span, section: Section | undefined): Sentence[] {
  const words = slice(shadow, span);
  const cuts: Span[] = [];
  let start = 0;
  let depth = 0;
  for (let i = 0; i < words.length; i++) {
    const unit = words[i]!;
    if (unit === '“' || unit === '(') depth++;
    if ((unit === '”' || unit === ')') && depth > 0) depth--;
    const stop =
      unit === '\n' ||
      (depth === 0 &&
        (/[。!?;]/.test(unit) || (unit === ':' && /(如下|为)$/.test(words.slice(Math.max(start, i - 2), i)))));
    if (!stop) continue;
    const headingOnly =
      section?.headingSpan && span.start + i <= section.headingSpan.end + 1 && span.start + start <= section.start;
    if (headingOnly && unit !== '\n' && i + 1 < words.length) continue;
    cuts.push({ start: span.start + start, end: span.start + i + (unit === ';' ? 0 : 1) });
    start = i + 1;
  }
  if (start < words.length) cuts.push({ start: span.start + start, end: span.end });
  return cuts
    .map((cut) => trim(shadow, cut))
    .filter((cut) => /[\p{L}\p{N}]/u.test(slice(shadow, cut)) && !COURTESY.test(slice(shadow, cut)))
    .map((cut) => ({
      ...cut,
      folded: foldText(slice(text, cut)),
      role: sentenceRole(slice(shadow, cut), section, signed),
    }));
}

/** A section that states its stage states it for its sentences, but for refusals among them. */
function sentenceRole(words: string, section: Section | undefined, signed: Signed | undefined): Role {
  const stated = section && section.role !== 'other' && section.source !== 'children' ? section : undefined;
  return roleOfWording(words, stated, signed).role;
}

function mostCommon(roles: readonly Role[]): Role | undefined {
  const counts = new Map<Role, number>();
  for (const role of roles) counts.set(role, (counts.get(role) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0];
}
