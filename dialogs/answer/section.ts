import { foldText } from '../../indexer/normalise.js';
import type { Reply, Section } from '../../indexer/reply.js';
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

/** Follows the marks down the tree; what they leave open, the words name: a heading, or the stage of a part. */
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
    place && (weightOf(subject) < FEW || coverageOf(subject, foldText(sectionText(place))) > 0.2) ? place : undefined;

  // `第四个计划`: the series whose items share the noun counts them.
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

/** Weight of words that name a subject, below which the marks alone are believed. */
const FEW = 8;

const weightOf = (terms: readonly QueryTerm[]) => terms.reduce((sum, { weight }) => sum + weight, 0);

/** Items of a series that must bear a noun for it to count them. */
const MOST_OF = 0.6;

/** The place whose items are counted by the noun behind an ordinal: `计划` of `第四个计划`. */
function namedSeries(reply: Reply, noun: string | undefined, stage: Question['stage']): SectionPath | undefined {
  if (!noun) return undefined;
  return sectionPathsOf(reply).find(({ path }) => {
    const { children, role } = path.at(-1)!;
    const bearing = children.filter(({ heading }) => foldText(heading).endsWith(noun));
    return children.length > 1 && bearing.length >= MOST_OF * children.length && (!stage || role === stage);
  });
}

function sectionText({ reply, path }: SectionPath): string {
  const section = path.at(-1)!;
  return reply.text.slice(section.start, section.end);
}

/** Share of the subject a heading must hold to be the one named. */
const NAMED = 0.6;

/** The section with items whose heading the words name best; with no words, the part of the stage asked for. */
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
  return places[0] && places[0].fit >= NAMED ? places[0].place : undefined;
}

const headingFit = (place: SectionPath, subject: readonly QueryTerm[]): number => coverageOf(subject, headingOf(place));

/** `哪几处讲到知识产权`: the sections whose own headings bear the subject, wherever they stand. */
export function sectionsNamingAnswer(question: Question, replies: readonly Reply[]): Answer | undefined {
  if (!question.asksWhereSaid) return undefined;
  const subject = subjectOf(question.terms);
  const all = replies.flatMap(sectionPathsOf);
  const named = subject.filter((term) => all.some((place) => matchOf(term, headingOf(place)) > 0.7));
  const found = all.filter(
    (place) => place.path.at(-1)!.children.length > 0 && named.length > 0 && coverageOf(named, headingOf(place)) > 0.9,
  );
  if (found.length === 0) return undefined;
  const quotes = found.map(headQuote);
  return {
    outcome: 'answered',
    blocks: [{ lead: { kind: 'count', count: quotes.length, leftOut: 0, rule: 'sections' }, quotes }],
  };
}
