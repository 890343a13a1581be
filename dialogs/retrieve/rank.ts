import { gramsOf } from '../../indexer/index/terms.js';
import type { Reply } from '../../indexer/parse/reply.js';
import type { Passage } from '../../indexer/passages/passage.js';
import { joinedTerms, type Knowledge, type QueryTerm } from '../understand/queryTerm.js';
import type { Question } from '../understand/question.js';
import type { Features } from './featureSchema.js';
import { featuresOf, type Text } from './features.js';
import type { Hit, StructuralFeatures } from './hit.js';
import { phrasingLikeness } from './phrasingIndex.js';
import { type Query, scoredQuery } from './query.js';
import { learntScore } from './ranker.js';
import { nameOfReply, repliesNamed, replyScores } from './replyScope.js';
import { endsInColon } from './sentenceWindow.js';
import { coverageOf, SYNONYM } from './termMatch.js';

/** Set by hand, as no public set has headings or stages; in units of the learnt score. */
const STRUCTURE: { readonly [name in keyof StructuralFeatures]: number } = {
  heading: 4,
  topic: 2,
  phrasing: 8,
  stage: 1.8,
  letter: 4,
  context: 1.2,
  refusal: 2,
  leadIn: -1,
};

/** Brings the learnt score to the level on which the distances between hits are judged. */
const LEVEL = 0.9;

/** Passages handed over by the index for ranking. */
const CANDIDATES = 400;

/** What earlier turns lend to the ranking. */
export interface Context {
  /** Passages quoted last, by id. */
  readonly passages: ReadonlySet<string>;
  readonly replyId?: string;
}

const NO_CONTEXT: Context = { passages: new Set() };

/** Parts of the ranking that an ablation switches off. */
export interface Switches {
  readonly phrasings: boolean;
  readonly thesaurus: boolean;
  readonly learning: boolean;
}

export const ALL_ON: Switches = { phrasings: true, thesaurus: true, learning: true };

/** The sentences that may answer, best first. */
export function rank(
  question: Question,
  knowledge: Knowledge,
  context: Context = NO_CONTEXT,
  switches: Switches = ALL_ON,
): Hit[] {
  const terms = switches.thesaurus ? question.terms : question.terms.map((term) => ({ ...term, synonyms: [] }));
  const letters = relativeScores(question, terms, knowledge, context.replyId);
  const texts = textsOf(question, terms, candidates(terms, knowledge), letters, knowledge);
  const queries = new Map(texts.map(({ query, passages }) => [passages[0]!.passage.replyId, query]));
  const phrasings = switches.phrasings ? phrasingLikeness(terms, knowledge) : new Map<Passage, number>();
  const hits: Hit[] = [];
  const topics = new Map<Passage, number>();
  for (const [candidate, evidence] of featuresOf(texts, knowledge.index.averageLength)) {
    const { passage, sentence } = candidate;
    const within = queries.get(passage.replyId)!.terms;
    const structure: StructuralFeatures = {
      heading: coverageOf(within, sentence.folded + passage.foldedPath) - evidence.coverage,
      topic: topics.get(passage) ?? topicOf(passage, within),
      phrasing: phrasings.get(passage) ?? 0,
      stage: stageAgreement(question, sentence.role),
      letter: letters.get(passage.replyId) ?? 0,
      context: contextOf(passage, context, knowledge),
      refusal: Number(sentence.role === 'other' && question.asksRefusal),
      leadIn: Number(endsInColon(sentence) || sentence.folded === passage.foldedPath),
    };
    topics.set(passage, structure.topic);
    const features = Object.assign(evidence as Features & StructuralFeatures, structure);
    hits.push({ ...candidate, features, terms: within, score: scoreOf(features, switches) });
  }
  return hits.sort((a, b) => b.score - a.score || a.sentence.start - b.sentence.start);
}

const topicOf = ({ foldedHeading }: Passage, terms: readonly QueryTerm[]): number =>
  coverageOf(
    terms.filter(({ asks }) => !asks),
    foldedHeading,
  );

/** What carried a hit: each structural feature times its weight, and what the learnt ranking gives, in score points. */
export function contributionsOf({
  features,
}: Hit): readonly (readonly [keyof StructuralFeatures | 'learnt', number])[] {
  const structural = (Object.keys(STRUCTURE) as (keyof StructuralFeatures)[]).map(
    (name) => [name, STRUCTURE[name] * features[name]] as const,
  );
  return [...structural, ['learnt', LEVEL * learntScore(features)] as const];
}

function scoreOf(why: Features & StructuralFeatures, { learning }: Switches): number {
  let score = learning ? LEVEL * learntScore(why) : 10 * why.bm25;
  for (const name of Object.keys(STRUCTURE) as (keyof StructuralFeatures)[]) score += STRUCTURE[name] * why[name];
  return score;
}

/** Passages by the index: the user's own terms, and the thesaurus's at a discount. */
function candidates(terms: readonly QueryTerm[], { index }: Knowledge) {
  const grams = new Map<string, number>();
  const words = new Map<string, number>();
  const raise = (map: Map<string, number>, term: string, weight: number) =>
    map.set(term, Math.max(weight, map.get(term) ?? 0));
  for (const run of joinedTerms(terms)) for (const gram of gramsOf(run)) raise(grams, gram, 1);
  for (const { text, synonyms } of terms) {
    raise(words, text, 1);
    for (const { word, weight } of synonyms) {
      for (const gram of gramsOf(word))
        if (gram.length > 1 || word.length === 1) raise(grams, gram, (SYNONYM * weight) / 2);
      raise(words, word, SYNONYM * weight);
    }
  }
  const list = (map: Map<string, number>) => [...map].map(([term, weight]) => ({ term, weight }));
  return index.search(list(grams), list(words), CANDIDATES);
}

/** Share of the question's weight that the letter being talked about has ahead of others. */
const TALKED_ABOUT = 0.35;

/**
 * Letters by how much of the question they speak of, the best 1; empty where there is but one. A place or year that is
 * named shuts out the letters of others, where there is one of it.
 */
function relativeScores(
  question: Question,
  terms: readonly QueryTerm[],
  knowledge: Knowledge,
  current: string | undefined,
): Map<string, number> {
  if (knowledge.index.replies.size < 2) return new Map();
  const { total, scores } = replyScores(terms, knowledge);
  const ahead = repliesNamed(question, knowledge).map(
    ({ id }) => [id, scores.get(id)! + (id === current ? TALKED_ABOUT * total : 0)] as const,
  );
  const best = Math.max(...ahead.map(([, score]) => score), 1e-9);
  return new Map(ahead.map(([id, score]) => [id, score / best]));
}

/** Share of the best letter's score from which all passages of a letter are ranked. */
const MEANT = 0.8;
/** Letters whose sentences are ranked. */
const LETTERS = 6;

/** The passages found, with the others of their letters; the letters that speak most of the question first. */
function textsOf(
  question: Question,
  terms: readonly QueryTerm[],
  found: readonly { readonly passage: Passage; readonly score: number }[],
  letters: ReadonlyMap<string, number>,
  knowledge: Knowledge,
): Text[] {
  const { index } = knowledge;
  const scores = new Map(found.map(({ passage, score }) => [passage, score]));
  const ids = [...new Set(found.map(({ passage }) => passage.replyId))];
  return ids
    .filter((id) => letters.size === 0 || letters.has(id))
    .sort((a, b) => (letters.get(b) ?? 0) - (letters.get(a) ?? 0))
    .slice(0, LETTERS)
    .map((id) => ({
      query: queryWithin(question, terms, index.replies.get(id)!, knowledge),
      passages: index.passagesOf(id).map((passage) => ({ passage, score: scores.get(passage) ?? 0 })),
      // In a letter that is meant, what shares no word with the question may still stand under a heading that does.
      whole: (letters.get(id) ?? 1) >= MEANT,
    }));
}

/** How much a word of the letter's own name tells its sentences apart. */
const OF_THE_WHOLE = 0.15;

/** How much other words for a thing count in a letter that calls it what the question does. */
const BESIDE_OWN = 0.5;

const inItsOwnWord = (term: QueryTerm, letter: string): QueryTerm =>
  term.text.length > 1 && term.synonyms.length > 0 && letter.includes(term.text)
    ? { ...term, synonyms: term.synonyms.map((synonym) => ({ ...synonym, weight: BESIDE_OWN * synonym.weight })) }
    : term;

/** The question as it tells the sentences of one letter apart: what the whole letter is about tells little. */
function queryWithin(question: Question, terms: readonly QueryTerm[], reply: Reply, knowledge: Knowledge): Query {
  const about = nameOfReply(reply);
  const letter = knowledge.index.lettersText(reply.id);
  const isOfWhole = ({ text }: QueryTerm) => about.includes(text);
  const own = terms.map((term) => inItsOwnWord(term, letter));
  const telling = own.filter((term) => !isOfWhole(term) && !term.isNarrative);
  const weighed = own.map((term) => (isOfWhole(term) ? { ...term, weight: OF_THE_WHOLE * term.weight } : term));
  return scoredQuery(question, weighed, knowledge, telling.length > 0 ? telling : terms);
}

function stageAgreement({ stage }: Question, role: string): number {
  if (!stage || stage === 'both' || (role !== 'done' && role !== 'planned')) return 0;
  return role === stage ? 1 : -1;
}

function contextOf(passage: Passage, context: Context, { index }: Knowledge): number {
  if (context.passages.has(passage.id)) return 1;
  const beside = [...context.passages].some((id) => {
    const other = index.passages.find((one) => one.id === id);
    return (
      other && other.replyId === passage.replyId && other.path.slice(0, -1).join() === passage.path.slice(0, -1).join()
    );
  });
  if (beside) return 0.6;
  return context.replyId === passage.replyId && index.replies.size > 1 ? 0.5 : 0;
}
