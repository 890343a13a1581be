import { isBlock, marksOf } from './headingMarks.js';
import { FURNITURE, frameOf, zonesOf } from './letterhead.js';
import { normalise } from './normalise.js';
import { type Branch, outlineOf } from './outline.js';
import { paragraphsOf } from './paragraphs.js';
import {
  dayOf,
  type Field,
  type Leaf,
  type LeafKind,
  type Letterhead,
  type Reply,
  type Section,
  type StageReading,
  type Warning,
} from './reply.js';
import { type Span, slice } from './span.js';
import {
  isState,
  isWeak,
  roleOfHeading,
  roleOfItems,
  roleOfLeadIn,
  roleOfSentences,
  roleOfWording,
  type Signed,
  signedOn,
} from './stage.js';
import type { Zones } from './zones.js';

/**
 * Reads a letter into its tree. Never throws: what is odd becomes a warning with its span, and every character
 * lies in exactly one leaf.
 *
 * @param id unique in the corpus
 * @param source the letter as published; only line ends are unified
 */
export function parseReply(id: string, source: string): Reply {
  const text = source.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
  const shadow = normalise(text);
  const paragraphs = paragraphsOf(shadow);
  if (paragraphs.length === 0) {
    const leaves: Leaf[] = text === '' ? [] : [{ kind: 'blank', start: 0, end: text.length }];
    return {
      id,
      text,
      letterhead: { kind: 'npc', coAgencies: [] },
      outline: [],
      leaves,
      warnings: [{ start: 0, end: text.length, message: 'the letter is empty' }],
    };
  }
  const zones = zonesOf(shadow, paragraphs);
  const letterhead = frameOf(text, shadow, paragraphs, zones);
  const all = marksOf(shadow, paragraphs);
  const outlineWithin = (zone: Span) => {
    const marks = all.filter(({ paragraph }) => paragraph >= zone.start && paragraph < zone.end);
    return outlineOf(shadow, paragraphs, marks, zone);
  };
  const { outline, closing, warnings } = outlineWithin({ start: zones.body, end: zones.signOff });
  const whole: Body = { text, shadow, signed: signedOn(dayOf(letterhead)) };
  const from = (paragraph: number) => paragraphs[paragraph]?.start ?? 0;
  const sections = [
    ...sectionsOf(whole, outline, from(zones.body)),
    ...zones.suggestions.flatMap((zone) => sectionsOf(whole, outlineWithin(zone).outline, from(zone.start), SUGGESTED)),
  ].sort((a, b) => a.start - b.start);
  return {
    id,
    text,
    letterhead,
    outline: sections,
    leaves: leavesOf(text, shadow, paragraphs, zones, closing, letterhead, sections),
    warnings: [...missing(letterhead), ...warnings],
  };
}

/** The deputy's own text, before the answer or after the sign-off, asks. */
const SUGGESTED: StageReading = { role: 'request', source: 'suggestion', cue: '' };

function missing(letterhead: Letterhead): Warning[] {
  const warn = (message: string): Warning => ({ start: 0, end: 0, message });
  return [
    ...(letterhead.title ? [] : [warn('no title of a suggestion or proposal was found')]),
    ...(letterhead.addressees ? [] : [warn('no form of address was found')]),
    ...(letterhead.date ? [] : [warn('no date of signing was found')]),
  ];
}

/** What the sections of a letter are cut out of. */
interface Body {
  readonly text: string;
  readonly shadow: string;
  readonly signed?: Signed;
}

/** Sections of one level. What the words before the first of a series say holds for the whole series. */
function sectionsOf(body: Body, branches: readonly Branch[], from: number, inherited?: StageReading): Section[] {
  let leadIn: StageReading | undefined;
  const sections = branches.map((branch, i) => {
    const before = i === 0 ? from : branches[i - 1]!.end;
    if (branch.style !== branches[i - 1]?.style) {
      const span = { start: Math.max(before, branch.start - 80), end: branch.start };
      leadIn = roleOfLeadIn(slice(body.shadow, span).trimEnd());
    }
    // A heading that states the stage knows better than a courtesy before the first item.
    const stated = inherited?.source === 'heading' && leadIn?.role === 'request' ? inherited : leadIn;
    return sectionOf(body, branch, stated ?? inherited);
  });
  return agreed(sections);
}

/** Items whose words say nothing of their stage go with the nearest before them in their series that do, else after. */
function agreed(sections: readonly Section[]): Section[] {
  const before = sureBeside(sections);
  const after = sureBeside([...sections].reverse()).reverse();
  return sections.map((section, i) => {
    const sure = before[i] ?? after[i];
    if (!sure || !isWeak(section) || section.children.length > 0) return section;
    return { ...section, role: sure.role, source: 'sibling', cue: sure.label };
  });
}

/** For each section, the last one of its series before it whose stage is sure. */
function sureBeside(sections: readonly Section[]): (Section | undefined)[] {
  const last = new Map<string, Section>();
  return sections.map((section) => {
    const series = `${section.style} ${section.inline}`;
    const beside = last.get(series);
    if (!isWeak(section) && section.role !== 'other' && section.role !== 'problem') last.set(series, section);
    return beside;
  });
}

function sectionOf(body: Body, branch: Branch, inherited?: StageReading): Section {
  const { text, shadow, signed } = body;
  const heading = branch.heading ? slice(shadow, branch.heading) : '';
  const stated = roleOfHeading(heading) ?? inherited;
  const children = sectionsOf(body, branch.children, branch.heading?.end ?? branch.label.end, stated);
  const read = (): StageReading => {
    if (children.length > 0)
      return stated ?? { role: roleOfItems(children.map(({ role }) => role)), source: 'children', cue: '' };
    if (!stated && isState(heading)) return { role: 'other', source: 'heading', cue: heading };
    const words = slice(shadow, branch);
    return branch.inline || branch.style === 'shi'
      ? roleOfWording(words, stated, signed)
      : roleOfSentences(words.split(/(?<=[。!])/), stated, signed);
  };
  return {
    style: branch.style,
    label: isBlock(branch.style) ? '' : slice(text, branch.label),
    ordinal: branch.ordinal,
    heading: branch.heading ? slice(text, branch.heading) : '',
    headingSpan: branch.heading,
    ...read(),
    inline: branch.inline,
    children,
    start: branch.start,
    end: branch.end,
  };
}

/** Cuts the letter into leaves: what the letterhead and the outline name, and the rest as body, table, furniture or blank. */
function leavesOf(
  text: string,
  shadow: string,
  paragraphs: readonly Span[],
  zones: Zones,
  closing: number,
  letterhead: Letterhead,
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
    const field: Field<unknown> | undefined = letterhead[kind];
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
      if (letterhead.leadAgency && letterhead.leadAgency.start >= span.start && letterhead.leadAgency.end <= span.end)
        return 'agency';
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
