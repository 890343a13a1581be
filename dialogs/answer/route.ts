import type { Library } from '../../indexer/index/library.js';
import { memoise } from '../../indexer/memoise.js';
import type { Switches } from '../retrieve/rank.js';
import type { LetterheadField } from '../understand/letterheadAsk.js';
import type { Question } from '../understand/question.js';
import { type Answer, quotesOf } from './answer.js';
import { type Asked, askedOf, type Talk } from './asked.js';
import { fieldAsked, letterheadAnswer } from './letterhead.js';
import { listAnswer } from './list.js';
import { moreAnswer } from './more.js';
import { elsewhereAnswer, notForRepliesAnswer } from './outOfScope.js';
import { passagesAnswer, spoken } from './passages.js';
import { replyListAnswer } from './replyList.js';
import { sectionAnswer, sectionsNamingAnswer } from './section.js';
import { shownItemAnswer } from './shownItem.js';
import { isSure, notFoundAnswer, notStatedAnswer } from './silence.js';

/** One way to answer: gives an answer, or leaves the question to the ways after it. */
export interface Route {
  readonly name: RouteName;
  readonly answer: (asked: Asked) => Answer | undefined;
}

export type RouteName =
  | 'elsewhere'
  | 'replyList'
  | 'letterhead'
  | 'more'
  | 'shownItem'
  | 'section'
  | 'sectionsNaming'
  | 'list'
  | 'letterheadSilent'
  | 'notForReplies'
  | 'notFound'
  | 'notStated'
  | 'passages';

/** The ways to answer, in order: the first that has an answer gives it. The last always has one. */
export const ROUTES: readonly Route[] = [
  { name: 'elsewhere', answer: elsewhereAnswer },
  { name: 'replyList', answer: ({ question, library, talk }) => replyListAnswer(question, library, talk.replyId) },
  { name: 'letterhead', answer: letterheadRoute },
  { name: 'more', answer: moreAnswer },
  { name: 'shownItem', answer: shownItemAnswer },
  { name: 'section', answer: ({ question, meant }) => sectionAnswer(question, meant()) },
  { name: 'sectionsNaming', answer: (asked) => withReading(sectionsNamingAnswer(asked.question, near(asked)), asked) },
  { name: 'list', answer: (asked) => withReading(listRoute(asked), asked) },
  { name: 'letterheadSilent', answer: (asked) => (isSure(asked) ? undefined : letterheadOf(asked).answer) },
  { name: 'notForReplies', answer: notForRepliesAnswer },
  { name: 'notFound', answer: notFoundAnswer },
  { name: 'notStated', answer: notStatedAnswer },
  { name: 'passages', answer: (asked) => withReading(passagesRoute(asked), asked) },
];

/** An answer, which way it came, and what was decided on the way. */
export interface Routed {
  readonly answer: Answer;
  readonly route: RouteName;
  readonly asked: Asked;
}

/** No route had an answer, which the last always has: a bug. */
export class NoRouteError extends Error {
  override readonly name = 'NoRouteError';
}

export function answerQuestion(question: Question, talk: Talk, library: Library, switches: Switches): Routed {
  const asked = askedOf(question, talk, library, switches);
  for (const { name, answer } of ROUTES) {
    const given = answer(asked);
    if (given) return { answer: given, route: name, asked };
  }
  throw new NoRouteError();
}

/** Fields that only the letter itself has, not the things it deals with. */
const OF_THE_LETTER_ONLY: ReadonlySet<LetterheadField> = new Set([
  'addressees',
  'signed',
  'title',
  'class',
  'signer',
  'number',
]);

/** The field asked for, and the answer that quotes it. */
const letterheadOf = memoise(({ question, replies, library, talk }: Asked): FieldAnswer => {
  const field = fieldAsked(question, replies, library.wordFrequency);
  return field ? { field, answer: letterheadAnswer(field, question, library, talk.replyId) } : {};
});

interface FieldAnswer {
  readonly field?: LetterheadField;
  readonly answer?: Answer;
}

function letterheadRoute(asked: Asked): Answer | undefined {
  const { field, answer } = letterheadOf(asked);
  if (!field || !answer) return undefined;
  // A person with a case of their own is not helped by the contact lines of several letters.
  if (asked.question.outOfScope?.why === 'personal' && field === 'contact' && lettersOf(answer) > 1)
    return { outcome: 'out_of_scope', why: 'personal' };
  // A date or a telephone missing from the letterhead may still stand in the body.
  return answer.outcome === 'answered' || OF_THE_LETTER_ONLY.has(field) ? answer : undefined;
}

const lettersOf = (answer: Answer): number => new Set(quotesOf(answer).map(({ replyId }) => replyId)).size;

/** Number of letters from which not every outline is searched. */
const VERY_MANY = 60;

/** The letters that may be meant; of very many only those with a hit. */
function near({ meant, decision }: Asked) {
  const all = meant();
  if (all.length <= VERY_MANY) return all;
  const ranked = new Set(decision().hits.map(({ passage }) => passage.replyId));
  return all.filter(({ id }) => ranked.has(id));
}

function listRoute(asked: Asked): Answer | undefined {
  const [best] = asked.decision().hits;
  return listAnswer(asked.question, near(asked), asked.library, best ? spoken(best) : 0);
}

function passagesRoute({ question, meant, library, decision }: Asked): Answer {
  const { hits } = decision();
  const letter = hits[0]!.passage.replyId;
  // Where just one letter is meant, hits of other letters are left out.
  const [one, ...others] = meant();
  const isMeant = others.length === 0 && one?.id === letter;
  const ofMeant = isMeant ? hits.filter(({ passage }) => passage.replyId === letter) : hits;
  return passagesAnswer(question, ofMeant, library.index.replies);
}

const withReading = <Given extends Answer | undefined>(answer: Given, { question: { leansOn } }: Asked): Given =>
  leansOn && answer?.outcome === 'answered' ? { ...answer, reading: { leansOn } } : answer;
