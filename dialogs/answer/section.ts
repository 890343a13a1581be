import type { Reply, Section } from '../../indexer/parse/reply.js';
import { foldText } from '../../indexer/text/normalise.js';
import { coverageOf, matchOf } from '../retrieve/termMatch.js';
import type { QueryTerm } from '../understand/queryTerm.js';
import type { Question, Scope } from '../understand/question.js';
import type { Answer } from './answer.js';
import { blockOf, headingOf, headQuote, partsOf, type SectionPath, sectionPathsOf, subjectOf } from './sections.js';

/** `第二部分第三条`, `二(四)`, `科普那块最后一条`: the section named, its items listed or its words quoted. */
export function sectionAnswer(question: Question, replies: readonly Reply[]): Answer | undefined {
  const { scope } = question;
  if (!scope) return undefined;
  const subject = subjectOf(question.terms);
  for (const reply of replies) {
    const found = resolve(reply, scope, question, subject);
    if (found) return { outcome: 'answered', blocks: [blockOf(found)] };
  }
  return undefined;
}

/** Follows the ordinals down the outline; where they leave the section open, the words tell it: by its heading, or by the stage of a part. */
function resolve(
  reply: Reply,
  { part, section, item }: Scope,
  { stage, countedNoun }: Question,
  subject: readonly QueryTerm[],
): SectionPath | undefined {
  const at = (sections: readonly Section[], ordinal: number) =>
    ordinal < 0 ? sections.at(-1) : sections.find((one) => one.ordinal === ordinal);
  const down = (base: SectionPath, ...ordinals: number[]): SectionPath | undefined => {
    let path = base.path;
    for (const ordinal of ordinals.filter(Boolean)) {
      const next = at(path.length > 0 ? path.at(-1)!.children : partsOf(reply), ordinal);
      if (!next) return undefined;
      path = [...path, next];
    }
    return { reply, path };
  };
  const speaks = (place: SectionPath | undefined) =>
    place && (weightOf(subject) < LIGHT_SUBJECT || coverageOf(subject, foldText(sectionText(place))) > HOLDS_SUBJECT)
      ? place
      : undefined;

  // `第四个计划` means the fourth item of the series whose headings end in 计划.
  const counted = item > 0 && !section ? namedSeries(reply, countedNoun, stage) : undefined;
  if (counted) return down(counted, item);
  if (part) return speaks(down({ reply, path: [] }, part, section, item));
  const named = bestHeading(reply, subject, stage);
  if (section) {
    const whole = partsOf(reply).find((root) => (!stage || root.role === stage) && at(root.children, section));
    return speaks(whole && down({ reply, path: [whole] }, section, item));
  }
  return named && down(named, item);
}

/** Weight of the words that name a subject below which the ordinals alone tell the section; a rare word weighs about 8. */
const LIGHT_SUBJECT = 8;
/** Share of a heavier subject that the section must hold. */
const HOLDS_SUBJECT = 0.2;

const weightOf = (terms: readonly QueryTerm[]) => terms.reduce((sum, { weight }) => sum + weight, 0);

/** Share of the items of a series whose headings must end in a noun for the noun to count them, (0, 1]. */
const MOST_ITEMS = 0.6;

/** The section whose items are counted by the noun of an ordinal: `计划` in `第四个计划`. */
function namedSeries(reply: Reply, noun: string | undefined, stage: Question['stage']): SectionPath | undefined {
  if (!noun) return undefined;
  return sectionPathsOf(reply).find(({ path }) => {
    const { children, role } = path.at(-1)!;
    const bearing = children.filter(({ heading }) => foldText(heading).endsWith(noun));
    return children.length > 1 && bearing.length >= MOST_ITEMS * children.length && (!stage || role === stage);
  });
}

function sectionText({ reply, path }: SectionPath): string {
  const section = path.at(-1)!;
  return reply.text.slice(section.start, section.end);
}

/** Share of the subject that a heading must hold to be the one that is named. */
const HEADING_HOLDS = 0.6;

/** The section with items whose heading the words match best; without words, the part of the stage asked for. */
function bestHeading(reply: Reply, subject: readonly QueryTerm[], stage: Question['stage']): SectionPath | undefined {
  if (subject.length === 0) {
    const part = reply.outline.find(({ role }) => stage && role === stage);
    return part && { reply, path: [part] };
  }
  const places = sectionPathsOf(reply)
    .filter(
      ({ path }) => path.at(-1)!.children.length > 1 && (!stage || stage === 'both' || path.at(-1)!.role === stage),
    )
    .map((place) => ({ place, fit: headingFit(place, subject) }))
    .sort((a, b) => b.fit - a.fit);
  return places[0] && places[0].fit >= HEADING_HOLDS ? places[0].place : undefined;
}

const headingFit = (place: SectionPath, subject: readonly QueryTerm[]): number => coverageOf(subject, headingOf(place));

/** How well a heading must hold a term, and what share of all such terms, [0, 1], for its section to be about them. */
const IN_HEADING = 0.7;
const ALL_IN_HEADING = 0.9;

/** `哪几处讲到知识产权`: the sections whose own headings name the subject. */
export function sectionsNamingAnswer(question: Question, replies: readonly Reply[]): Answer | undefined {
  if (!question.asksWhereSaid) return undefined;
  const subject = subjectOf(question.terms);
  const all = replies.flatMap(sectionPathsOf);
  const named = subject.filter((term) => all.some((place) => matchOf(term, headingOf(place)) > IN_HEADING));
  const found = all.filter(
    (place) =>
      place.path.at(-1)!.children.length > 0 &&
      named.length > 0 &&
      coverageOf(named, headingOf(place)) > ALL_IN_HEADING,
  );
  if (found.length === 0) return undefined;
  const quotes = found.map(headQuote);
  return {
    outcome: 'answered',
    blocks: [{ lead: { kind: 'count', count: quotes.length, leftOut: 0, rule: 'sections' }, quotes }],
  };
}
