import { FURNITURE, frameOf, type Zones, zonesOf } from './frame.js';
import { marksOf } from './ladder.js';
import { type Branch, outlineOf } from './outline.js';
import { paragraphsOf } from './paragraphs.js';
import type { Field, Frame, Leaf, LeafKind, Reply, Section, Warning } from './reply.js';
import { type Judged, roleOfHeading, roleOfItems, roleOfLeadIn, roleOfSentences, roleOfWording } from './role.js';
import { shadowOf } from './shadow.js';
import { type Span, slice } from './span.js';

/**
 * Reads a letter into its tree. Never throws: what is odd becomes a warning with its span, and every character
 * lies in exactly one leaf.
 *
 * @param id unique in the corpus
 * @param source the letter as published; only line ends are unified
 */
export function parseReply(id: string, source: string): Reply {
  const text = source.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
  const shadow = shadowOf(text);
  const paragraphs = paragraphsOf(shadow);
  if (paragraphs.length === 0) {
    const leaves: Leaf[] = text === '' ? [] : [{ kind: 'blank', start: 0, end: text.length }];
    return {
      id,
      text,
      frame: { kind: 'npc', coAgencies: [] },
      outline: [],
      leaves,
      warnings: [{ start: 0, end: text.length, message: 'the letter is empty' }],
    };
  }
  const zones = zonesOf(shadow, paragraphs);
  const frame = frameOf(text, shadow, paragraphs, zones);
  const marks = marksOf(shadow, paragraphs).filter(
    ({ paragraph }) => paragraph >= zones.body && paragraph < zones.signOff,
  );
  const { outline, closing, warnings } = outlineOf(shadow, paragraphs, marks, {
    start: zones.body,
    end: zones.signOff,
  });
  const sections = sectionsOf(text, shadow, outline, paragraphs[zones.body]?.start ?? 0);
  return {
    id,
    text,
    frame,
    outline: sections,
    leaves: leavesOf(text, shadow, paragraphs, zones, closing, frame, sections),
    warnings: [...missing(frame), ...warnings],
  };
}

function missing(frame: Frame): Warning[] {
  const warn = (message: string): Warning => ({ start: 0, end: 0, message });
  return [
    ...(frame.title ? [] : [warn('no title of a suggestion or proposal was found')]),
    ...(frame.addressees ? [] : [warn('no form of address was found')]),
    ...(frame.date ? [] : [warn('no date of signing was found')]),
  ];
}

/** Sections of one level. What the words before the first of a series say holds for the whole series. */
function sectionsOf(
  text: string,
  shadow: string,
  branches: readonly Branch[],
  from: number,
  inherited?: Judged,
): Section[] {
  let leadIn: Judged | undefined;
  return branches.map((branch, i) => {
    const before = i === 0 ? from : branches[i - 1]!.end;
    if (branch.style !== branches[i - 1]?.style) {
      leadIn = roleOfLeadIn(slice(shadow, { start: Math.max(before, branch.start - 80), end: branch.start }).trimEnd());
    }
    return sectionOf(text, shadow, branch, leadIn ?? inherited);
  });
}

function sectionOf(text: string, shadow: string, branch: Branch, inherited?: Judged): Section {
  const heading = branch.heading ? slice(shadow, branch.heading) : '';
  const stated = roleOfHeading(heading) ?? inherited;
  const children = sectionsOf(text, shadow, branch.children, branch.heading?.end ?? branch.label.end, stated);
  const { role, evidence } =
    children.length > 0 && !stated
      ? { role: roleOfItems(children.map((child) => child.role)), evidence: 'its items' }
      : children.length > 0
        ? stated!
        : branch.inline || branch.style === 'shi'
          ? roleOfWording(slice(shadow, branch), stated)
          : roleOfSentences(slice(shadow, branch).split(/(?<=[。!])/), stated);
  return {
    style: branch.style,
    label: branch.style === 'agency' ? '' : slice(text, branch.label),
    ordinal: branch.ordinal,
    heading: branch.heading ? slice(text, branch.heading) : '',
    headingSpan: branch.heading,
    role,
    evidence,
    inline: branch.inline,
    children,
    start: branch.start,
    end: branch.end,
  };
}

/** Cuts the letter into leaves: what the frame and the outline name, and the rest as body, table, furniture or blank. */
function leavesOf(
  text: string,
  shadow: string,
  paragraphs: readonly Span[],
  zones: Zones,
  closing: number,
  frame: Frame,
  outline: readonly Section[],
): Leaf[] {
  const named: Leaf[] = [];
  const add = (kind: LeafKind, span: Span | undefined) => {
    if (span && span.end > span.start) named.push({ kind, start: span.start, end: span.end });
  };
  for (const kind of [
    'title',
    'addressees',
    'number',
    'docNumber',
    'class',
    'signer',
    'date',
    'published',
    'contact',
    'attachment',
  ] as const) {
    const field: Field<unknown> | undefined = frame[kind];
    add(kind === 'addressees' ? 'addressee' : kind, field);
  }
  const walk = (section: Section) => {
    const labelEnd =
      section.start + (section.label.length || (section.headingSpan ? section.headingSpan.end + 1 - section.start : 0));
    add('mark', { start: section.start, end: section.label ? labelEnd : section.start + 1 });
    add('heading', section.headingSpan);
    section.children.forEach(walk);
  };
  outline.forEach(walk);
  named.sort((a, b) => a.start - b.start || b.end - a.end);

  const kindOf = (index: number, span: Span): LeafKind => {
    const words = slice(shadow, span);
    if (words.startsWith('|')) return 'table';
    if (index >= zones.signOff) {
      if (frame.leadAgency && frame.leadAgency.start >= span.start && frame.leadAgency.end <= span.end) return 'agency';
      return 'furniture';
    }
    if (index < zones.body) return FURNITURE.test(words) ? 'furniture' : 'title';
    if (index === zones.body && outline[0]?.start !== span.start) return 'opening';
    return index >= closing ? 'closing' : 'body';
  };

  const leaves: Leaf[] = [];
  let at = 0;
  const fill = (end: number, kind: LeafKind) => {
    if (end > at) leaves.push({ kind: slice(text, { start: at, end }).trim() === '' ? 'blank' : kind, start: at, end });
    at = Math.max(at, end);
  };
  let next = 0;
  for (const [index, span] of paragraphs.entries()) {
    const kind = kindOf(index, span);
    while (next < named.length && named[next]!.start < span.end) {
      const leaf = named[next++]!;
      if (leaf.start < at) continue;
      if (leaf.start < span.start) continue;
      if (at < span.start) fill(span.start, 'blank');
      fill(leaf.start, kind);
      fill(leaf.end, leaf.kind);
    }
    if (at < span.start) fill(span.start, 'blank');
    fill(span.end, kind);
  }
  fill(text.length, 'blank');
  return leaves;
}
