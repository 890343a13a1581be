import { memoise } from '../../indexer/memoise.js';
import { isBlock } from '../../indexer/parse/headingMarks.js';
import type { Reply, Section } from '../../indexer/parse/reply.js';
import { foldText } from '../../indexer/text/normalise.js';
import { readOrdinal } from '../../indexer/text/numeral.js';
import { nameOfReply } from '../retrieve/replyScope.js';
import { matchOf } from '../retrieve/termMatch.js';
import { type AnswerType, holdsValue } from '../understand/answerType.js';
import { type ListAsk, namesRole } from '../understand/listAsk.js';
import type { Knowledge, QueryTerm } from '../understand/queryTerm.js';
import type { Question } from '../understand/question.js';
import { SEVERAL } from '../understand/vocabulary.js';
import type { Answer } from './answer.js';
import { listBlock, partsOf, type SectionPath, siblingRuns, subjectOf } from './sections.js';

/** The items of one series, with the heading above them and the sentence that leads into them. */
interface Series extends SectionPath {
  readonly children: readonly Section[];
  /** Folded. */
  readonly heading: string;
  readonly leadIn: string;
  /** All headings above, and those of the items, folded. */
  readonly above: string;
  readonly headings: readonly string[];
}

/** Every series of a reply, each under the sentence that leads into it: `采取以下措施:`. */
const seriesOf = memoise((reply: Reply): readonly Series[] => {
  const found: Series[] = [];
  const walk = (sections: readonly Section[], path: readonly Section[], from: number) => {
    for (const section of sections)
      walk(section.children, [...path, section], section.headingSpan?.end ?? section.start);
    let before = from;
    for (const children of siblingRuns(sections)) {
      const lead = foldText(reply.text.slice(Math.max(before, children[0]!.start - 60), children[0]!.start));
      found.push({
        reply,
        path,
        children,
        heading: foldText(path.at(-1)?.heading ?? ''),
        leadIn: lead.split(/[\u3002!]/).findLast(Boolean) ?? '',
        above: foldText(path.map((section) => section.heading).join('')),
        headings: children.map((child) => foldText(child.heading)),
      });
      before = children.at(-1)!.end;
    }
  };
  walk(reply.outline, [], reply.letterhead.opening?.start ?? 0);
  return found.filter(({ children }) => children.length > 1);
});

/** Fit from which all items of a series are taken to be asked for; a sure one fits about 1. */
const LEAST_FIT = 0.7;
/** How far the fit may stay below the coverage of the best hit, which tells the same in a sentence. */
const BELOW_BEST_HIT = 0.05;
/** What agreement in number, role or shape adds to the fit, and what disagreement takes. */
const SAME_COUNT = 0.3;
const OTHER_COUNT = -0.25;
const SAME_ROLE = 0.3;
const OTHER_ROLE = -0.3;
const SAME_SHAPE = 0.4;
/** What a lead-in that counts the same things adds: `做了三件事`. */
const COUNTED_BEFORE = 0.2;
/** The fit of a series of which only the stage or the role is asked for, and of one of which only the letter is. */
const BY_ROLE = 1;
const BY_LETTER = 0.45;
/** Factor of the fit of a series whose items do not share the noun that is asked for. */
const UNCOUNTED = 0.97;
/** Fits that differ by less than this are the same. */
const SAME_FIT = 0.02;

/** Kinds of value that may be asked of each item. */
const OF_EACH: ReadonlySet<AnswerType> = new Set(['money', 'percent', 'date', 'duration', 'rank']);

/** All items of the series asked for, with their count; or which letter is meant, where several have such a series. */
export function listAnswer(
  question: Question,
  replies: readonly Reply[],
  { index }: Pick<Knowledge, 'index'>,
  bestCoverage: number,
): Answer | undefined {
  const { terms, kind, answerTypes, stage, leansOn, list, length } = question;
  const subject = subjectOf(terms);
  // A question that leans on the turn before asks for parts of its subject, unless it names the letter.
  const ofLetter = !leansOn || list.namesLetter;
  const { count } = list;
  const wanted: ListAsk = { ...list, parts: ofLetter && list.parts, bodies: ofLetter && list.bodies };
  // A bare term, `专利`, or `专利是什么`, asks for the items under the heading that bears it.
  const bare = (terms.length === 1 && length <= 8) || (subject.length === 1 && list.whatItIs);
  const wantsAll = bare || kind === 'list' || count !== undefined || wanted.parts || list.all;
  if (!wantsAll || terms.length === 0) return undefined;
  const { counted } = list;
  const values = answerTypes.filter((slot) => OF_EACH.has(slot));
  // Listing items does not tell a sum or a date that none of them has.
  const tells = ({ reply, children }: Series) =>
    values.length === 0 ||
    children.some(({ start, end }) => values.some((slot) => holdsValue(slot, foldText(reply.text.slice(start, end)))));
  // Where the letter counts the things asked for, a series of another length is a different one.
  const counting = new Set(replies.filter(({ id }) => counted?.test(index.lettersText(id))));
  const isOther = ({ reply, children }: Series) => counting.has(reply) && children.length !== count;
  const heldBy = memoise(({ id }: Reply) => subject.filter((term) => matchOf(term, index.lettersText(id)) > 0.5));
  const scored = replies
    .flatMap(seriesOf)
    .filter((series) => isOfStageAsked(series.children, stage) && !isOther(series) && tells(series))
    .map((series) => ({ series, fit: fitOf(series, wanted, subject, stage, () => heldBy(series.reply)) }))
    .sort((a, b) => b.fit - a.fit);
  const [best] = scored;
  if (!best || best.fit < LEAST_FIT || best.fit < bestCoverage - BELOW_BEST_HIT) return undefined;
  const rivals = scored.filter(
    ({ series, fit }) => fit > best.fit - SAME_FIT && series.reply.id !== best.series.reply.id,
  );
  const letters = [...new Set([best.series.reply, ...rivals.map(({ series }) => series.reply)])];
  if (letters.length > 1 && letters.length <= MOST_OPTIONS) return clarify(letters);
  const { reply, path, children } = best.series;
  return { outcome: 'answered', blocks: [listBlock(reply, path, children, path.length === 0 ? 'parts' : undefined)] };
}

/** Most letters offered to choose from. */
const MOST_OPTIONS = 4;

const clarify = (letters: readonly Reply[]): Answer => ({
  outcome: 'clarify',
  options: letters.map(({ letterhead, id }) => ({ replyId: id, label: letterhead.title?.value ?? id })),
});

const isOfStageAsked = (children: readonly Section[], stage: Question['stage']): boolean =>
  !stage || stage === 'both' || children.every((child) => child.role === stage || child.role === 'other');

const COUNTS_THINGS = new RegExp(`(?<!第)(${SEVERAL})[大个]?(?:[件项条点步类样]|方面)`, 'g');
/** The numbers of things that a sentence counts: 3 of `做了三件事`. */
const leadCounts = (leadIn: string): number[] =>
  [...leadIn.matchAll(COUNTS_THINGS)].map(([, numeral]) => readOrdinal(numeral!));

/**
 * How well a series fits as the one whose items are asked for; about 1 for a sure one.
 *
 * @param inLetter the terms of the subject that occur in its letter
 */
function fitOf(
  { reply, path, children, heading, leadIn, above, headings }: Series,
  { count, role, parts, bodies }: ListAsk,
  subject: readonly QueryTerm[],
  stage: Question['stage'],
  inLetter: () => readonly QueryTerm[],
): number {
  const name = nameOfReply(reply);
  const agrees = (agreed: boolean | undefined, gain: number, loss: number) =>
    agreed === undefined ? 0 : agreed ? gain : loss;
  const toldBefore = count !== undefined && leadCounts(leadIn).includes(count) ? COUNTED_BEFORE : 0;
  // A question for the parts of a letter does not mean the list of what the deputies asked for.
  const ofOthers = parts && !role && children.every((child) => child.role === 'request' || child.role === 'problem');
  const bonus =
    toldBefore +
    (ofOthers ? OTHER_ROLE : 0) +
    agrees(count === undefined ? undefined : children.length === count, SAME_COUNT, OTHER_COUNT) +
    agrees(role && children.every((child) => child.role === role), SAME_ROLE, OTHER_ROLE) +
    (bodies
      ? agrees(
          children.every(({ style }) => style === 'agency' || (isBlock(style) && path.length === 0)),
          SAME_SHAPE,
          0,
        )
      : agrees(parts ? children[0] === partsOf(reply)[0] : undefined, SAME_SHAPE, 0));
  // Words that name the letter or the role do not tell its series apart. Where number, role or shape already tell the
  // series, words that the letter never uses are ignored.
  const telling = subject.filter(
    (term) =>
      (matchOf(term, name) <= 0.5 || headings.filter((one) => one.endsWith(term.text)).length > 1) &&
      !(role && namesRole(role, term.text)) &&
      (bonus <= 0 || inLetter().includes(term)),
  );
  // A number alone does not tell a series.
  const byNumberOnly = !role && !parts && !stage;
  if (telling.length === 0) {
    if (byNumberOnly) return 0;
    const above = path[0]?.role ?? 'other';
    const ofThatStage =
      path.length <= 1 &&
      (above === stage || children.filter((child) => child.role === stage).length > children.length / 2);
    const ofThatRole = role !== undefined && children.every((child) => child.role === role);
    return (ofThatStage || ofThatRole ? BY_ROLE : BY_LETTER) + bonus;
  }
  // The headings of the parts of a letter do not repeat its subject.
  if (path.length === 0 && (parts || bodies)) return BY_LETTER + bonus;
  if (path.length === 0 && !parts && !bodies && !role) return 0;
  let sum = 0;
  let held = 0;
  let own = 0;
  let counted = false;
  for (const term of telling) {
    sum += term.weight;
    // A noun in which most of the headings end counts the items: `行动计划`.
    const shared = headings.filter((one) => one.endsWith(term.text)).length;
    const counts = shared >= 2 && shared >= headings.length * 0.6;
    counted ||= counts;
    const near = Math.max(counts ? 1 : 0, matchOf(term, heading + leadIn));
    own += term.weight * near;
    held += term.weight * Math.max(near, matchOf(term, above));
  }

  // A word of the question must stand right above the items, unless number, role or shape tell the series.
  if (own === 0 && bonus <= 0) return 0;
  return (held / sum) * (counted ? 1 : UNCOUNTED) + bonus;
}
