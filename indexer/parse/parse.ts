// Parsing: a letter's text in, a Reply out: letterhead, outline, leaves, warnings. Never throws.
import { type Span, slice } from '../text/span.js';
import type { Branch } from './branch.js';
import { isBlock, marksOf } from './headingMarks.js';
import { leavesOf } from './leaves.js';
import { type Letter, letterOf } from './letter.js';
import { letterheadOf } from './letterhead.js';
import { outlineOf } from './outline.js';
import {
  dayOf,
  type Leaf,
  type Letterhead,
  type Reply,
  type Section,
  type StageReading,
  type Warning,
} from './reply.js';
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
import { zonesOf } from './zones.js';

/**
 * Reads a letter into its tree. Never throws: what is odd becomes a warning with its span, and every character
 * lies in exactly one leaf.
 *
 * @param id unique in the corpus
 * @param source the letter as published; only line ends are unified
 */
export function parseReply(id: string, source: string): Reply {
  const letter = letterOf(source);
  const { text, normalised, paragraphs } = letter;
  if (paragraphs.length === 0) return emptyReply(id, letter);
  const zones = zonesOf(letter);
  const letterhead = letterheadOf(letter, zones);
  const all = marksOf(normalised, paragraphs);
  const outlineWithin = (zone: Span) => {
    const marks = all.filter(({ paragraph }) => paragraph >= zone.start && paragraph < zone.end);
    return outlineOf(letter, marks, zone);
  };
  const { outline, closing, warnings } = outlineWithin({ start: zones.body, end: zones.signOff });
  const body: Body = { ...letter, signed: signedOn(dayOf(letterhead)) };
  const from = (paragraph: number) => paragraphs[paragraph]?.start ?? 0;
  const sections = [
    ...sectionsOf(body, outline, from(zones.body)),
    ...zones.suggestions.flatMap((zone) => sectionsOf(body, outlineWithin(zone).outline, from(zone.start), SUGGESTED)),
  ].sort((a, b) => a.start - b.start);
  return {
    id,
    text,
    normalised,
    letterhead,
    outline: sections,
    leaves: leavesOf(letter, zones, { closing, letterhead, outline: sections }),
    warnings: [...missing(letterhead), ...warnings],
  };
}

function emptyReply(id: string, { text, normalised }: Letter): Reply {
  const all: Span = { start: 0, end: text.length };
  const leaves: Leaf[] = text === '' ? [] : [{ kind: 'blank', ...all }];
  return {
    id,
    text,
    normalised,
    letterhead: { kind: 'npc', coAgencies: [] },
    outline: [],
    leaves,
    warnings: [{ ...all, message: 'the letter is empty' }],
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
interface Body extends Letter {
  /** When the letter was signed; absent where it bears no day. */
  readonly signed?: Signed;
}

/** Sections of one level. What the words before the first of a series say holds for the whole series. */
function sectionsOf(body: Body, branches: readonly Branch[], from: number, inherited?: StageReading): Section[] {
  let leadIn: StageReading | undefined;
  const sections = branches.map((branch, i) => {
    const before = i === 0 ? from : branches[i - 1]!.end;
    if (branch.style !== branches[i - 1]?.style) {
      const span = { start: Math.max(before, branch.start - 80), end: branch.start };
      leadIn = roleOfLeadIn(slice(body.normalised, span).trimEnd());
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
  const { text, normalised, signed } = body;
  const heading = branch.heading ? slice(normalised, branch.heading) : '';
  const stated = roleOfHeading(heading) ?? inherited;
  const children = sectionsOf(body, branch.children, branch.heading?.end ?? branch.label.end, stated);
  const read = (): StageReading => {
    if (children.length > 0)
      return stated ?? { role: roleOfItems(children.map(({ role }) => role)), source: 'children', cue: '' };
    if (!stated && isState(heading)) return { role: 'other', source: 'heading', cue: heading };
    const words = slice(normalised, branch);
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
