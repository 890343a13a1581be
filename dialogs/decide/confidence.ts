import type { Hit } from '../retrieve/hit.js';
import { otherThanNamed } from '../retrieve/replyScope.js';
import { textAround } from '../retrieve/sentenceWindow.js';
import { covered, MENTIONED, matchOf } from '../retrieve/termMatch.js';
import { type AnswerType, holdsValue } from '../understand/answerType.js';
import { checkedTypesOf } from '../understand/checkedTypes.js';
import type { Knowledge, QueryTerm } from '../understand/queryTerm.js';
import type { Question } from '../understand/question.js';
import type { Check } from './answerChecks.js';
import calibration from './confidence.json';

/** What speaks for and against the best hit telling what was asked; shares and flags in [0, 1]. */
export interface ConfidenceFeatures {
  readonly bias: number;
  /** Share of the subject's weight that its heaviest unmatched term holds. */
  readonly unmatched: number;
  readonly phrasing: number;
  readonly bm25: number;
  readonly order: number;
  /** Weight of the subject, in units of 20, at most 1. */
  readonly weight: number;
  /** Weight of what is matched, in units of 10, at most 1: a long story is not all to the point. */
  readonly held: number;
  /** Number of terms matched, in units of 4. */
  readonly count: number;
  /** Nothing that is named is held, not even in part. */
  readonly none: number;
  /** How well the letter holds the heaviest term. */
  readonly key: number;
  /** Share of the question's bigrams in the sentence; what the headings above add to its coverage. */
  readonly bigrams: number;
  readonly heading: number;
  /** Share of the subject, beyond 0.3, in things the thesaurus knows of which the whole letter has not one name. */
  readonly absent: number;
  /** Weight of the heaviest such thing, over that of the heaviest term. */
  readonly absentKey: number;
  /** Of the few things named, the heaviest is one that the thesaurus knows and the whole letter lacks by any name. */
  readonly keyLacking: number;
  /** Share of the subject that the letter lacks in words the thesaurus does not know. */
  readonly unheard: number;
  /** A province, a city, or another letter by its place or year, is named, and the whole letter is not of it. */
  readonly foreign: number;
  /**
   * Share of the subject, beyond 0.3, in words that stand in the letter but not here, where a kind of value is asked:
   * near a value, but of another thing.
   */
  readonly valueElsewhere: number;
  /** What is done, or what is planned, is asked for, and the best hits all speak of the other. */
  readonly otherStage: number;
  /** Share of the kinds of value asked that the sentence and those beside it lack: half an answer is half told. */
  readonly valueMissing: number;
  /** Nearness of such a value to the heaviest word that is held. */
  readonly valueNear: number;
  /** Asked why something is not done, and told that it is refused: that is an answer. */
  readonly refusal: number;
  readonly unnamed: number;
  readonly unlisted: number;
  readonly unreasoned: number;
  readonly uncounted: number;
  readonly unrated: number;
  readonly unworded: number;
  /** Share of the subject that is not held, where a yes or no is asked anew: the answer hangs on all of it. */
  readonly unheld: number;
  /** The weight of the heaviest absent thing, over that of the heaviest term, where a yes or no is asked. */
  readonly yesOfAbsent: number;
  /** The letter is silent by a rule: a year, a named body, a designator. */
  readonly silent: number;
  /** The value asked for belongs to no hit on the subject. */
  readonly unbound: number;
  /** It sounds like a personal case, or asks for an opinion. */
  readonly personal: number;
  readonly opinion: number;
  /** Lead of the best hit over the next passage, in units of 5 points, at most 1. */
  readonly lead: number;
  /** The turn leans on an earlier one that was answered. */
  readonly leans: number;
}

export const CONFIDENCE_FEATURES = [
  'bias',
  'unmatched',
  'phrasing',
  'bm25',
  'order',
  'weight',
  'held',
  'count',
  'none',
  'key',
  'bigrams',
  'heading',
  'absent',
  'absentKey',
  'keyLacking',
  'unheard',
  'foreign',
  'valueElsewhere',
  'otherStage',
  'valueMissing',
  'valueNear',
  'refusal',
  'unnamed',
  'unlisted',
  'unreasoned',
  'uncounted',
  'unrated',
  'unworded',
  'unheld',
  'yesOfAbsent',
  'silent',
  'unbound',
  'personal',
  'opinion',
  'lead',
  'leans',
] as const satisfies readonly (keyof ConfidenceFeatures)[];

/** What the checks of the best hit found. */
export interface Findings {
  readonly open: ReadonlySet<Check>;
  readonly silent?: AnswerType;
  readonly unbound?: AnswerType;
}

export function confidenceFeaturesOf(
  question: Question,
  hits: readonly Hit[],
  { open, silent, unbound }: Findings,
  { index, segmenter }: Pick<Knowledge, 'index' | 'segmenter'>,
): ConfidenceFeatures {
  const [best] = hits;
  const terms = (best?.terms ?? question.terms).filter(({ asks }) => !asks);
  const total = terms.reduce((sum, { weight }) => sum + weight, 0) || 1;
  const around = best ? textAround(best) : '';
  const held = terms.map((term) => matchOf(term, around));
  const unmatched = terms.map((term, i) => (held[i]! < MENTIONED ? term.weight : 0));
  const letter = best ? index.lettersText(best.passage.replyId) : '';
  const missing = (of: (term: QueryTerm) => boolean) =>
    terms.filter((term) => of(term) && matchOf(term, letter) < MENTIONED).reduce((sum, { weight }) => sum + weight, 0) /
    total;
  // Words that the letter has as they were typed, or as they sound.
  const has = ({ text, synonyms }: QueryTerm) =>
    text.length > 1 &&
    (letter.includes(text) || synonyms.some(({ word, origin }) => origin === 'sound' && letter.includes(word)));
  const placed = terms.filter((term) => has(term) && matchOf(term, around) < MENTIONED);
  const heaviest = heaviestTerm(terms);
  const checked = checkedTypesOf(question);
  const outside = question.outOfScope?.why;
  const isKnown = (term: QueryTerm) => isInThesaurus(term) && isThing(term, segmenter);
  const absentKey = heaviest
    ? Math.max(
        0,
        ...terms.filter((term) => isKnown(term) && matchOf(term, letter) < MENTIONED).map(({ weight }) => weight),
      ) / heaviest.weight
    : 0;
  const elsewhere = placed.reduce((sum, { weight }) => sum + weight, 0) / total;
  return {
    bias: 1,
    unmatched: Math.max(0, ...unmatched) / total,
    phrasing: best?.features.phrasing ?? 0,
    bm25: best?.features.bm25OfPossible ?? 0,
    order: best?.features.order ?? 0,
    weight: Math.min(1, total / 20),
    held: Math.min(1, terms.reduce((sum, { weight }, i) => sum + weight * held[i]!, 0) / 10),
    count: held.filter((share) => share > 0.5).length / 4,
    none: Number(!held.some((share) => share > MENTIONED)),
    key: heaviest ? matchOf(heaviest, letter) : 0,
    bigrams: best?.features.bigrams ?? 0,
    heading: best?.features.heading ?? 0,
    absent: beyond(missing(isKnown)),
    absentKey,
    keyLacking: Number(
      heaviest !== undefined &&
        terms.length <= FEW &&
        isInThesaurus(heaviest) &&
        matchOf(heaviest, letter) < MENTIONED &&
        (best?.features.phrasing ?? 0) < PHRASED,
    ),
    unheard: missing((term) => !isInThesaurus(term) && isThing(term, segmenter)),
    foreign: Number(
      question.placesOfMap.some((isOf) => !isOf(letter)) ||
        (best !== undefined && otherThanNamed(question, { index })(index.replies.get(best.passage.replyId)!)),
    ),
    valueElsewhere: question.answerTypes.length > 0 ? beyond(elsewhere) : 0,
    otherStage: Number(best !== undefined && isOfOtherStage(question, hits)),
    valueMissing: checked.filter((type) => !holdsValue(type, around)).length / (checked.length || 1),
    valueNear: best?.features.slotNearness ?? 0,
    refusal: best?.features.refusal ?? 0,
    unnamed: Number(open.has('name')),
    unlisted: Number(open.has('members')),
    unreasoned: Number(open.has('reason')),
    uncounted: Number(open.has('count')),
    unrated: Number(open.has('rate')),
    unworded: Number(open.has('words')),
    unheld:
      question.kind === 'yesno' && question.leansOn === undefined && terms.length > 0 ? 1 - covered(terms, held) : 0,
    yesOfAbsent: question.kind === 'yesno' ? absentKey : 0,
    silent: Number(silent !== undefined),
    unbound: Number(unbound !== undefined),
    personal: Number(outside === 'personal'),
    opinion: Number(outside === 'opinion'),
    lead: leadOf(hits),
    leans: Number(question.leansOn !== undefined),
  };
}

/** Things named by a short question. */
const FEW = 3;
/** Likeness to a phrasing from which staff's own words speak for the passage. */
const PHRASED = 0.3;

/** What may be absent of a subject that is there all the same: people name a thing by more than the letter does. */
const MAY_LACK = 0.3;
const beyond = (share: number): number => Math.max(0, share - MAY_LACK) / (1 - MAY_LACK);

/** Whether a term names a thing: its last word is a noun. */
const isThing = ({ text }: QueryTerm, segmenter: Knowledge['segmenter']): boolean =>
  /^(n|eng)/.test(segmenter.tag(text).at(-1)?.tag ?? '');

/** Whether the thesaurus has another word for it. */
const isInThesaurus = ({ synonyms }: QueryTerm): boolean => synonyms.some(({ origin }) => origin === 'thesaurus');

const heaviestTerm = (terms: readonly QueryTerm[]): QueryTerm | undefined =>
  terms.reduce<QueryTerm | undefined>((top, term) => (top && top.weight >= term.weight ? top : term), undefined);

function leadOf(hits: readonly Hit[]): number {
  const [best] = hits;
  if (!best) return 0;
  const next = hits.find(({ passage }) => passage !== best.passage);
  return next ? Math.min(1, Math.max(0, best.score - next.score) / 5) : 1;
}

/** Hits that decide, and how far below the best they may stand. */
const DECIDING = 4;
const DECIDING_BELOW = 3;

function isOfOtherStage({ stage, kind }: Question, hits: readonly Hit[]): boolean {
  if (!stage || stage === 'both' || kind === 'status' || kind === 'compare') return false;
  const near = hits.slice(0, DECIDING).filter(({ score }) => score >= hits[0]!.score - DECIDING_BELOW);
  return near.every(({ sentence: { role } }) => (role === 'done' || role === 'planned') && role !== stage);
}

/** The grounds that one belief weighs, with their weights. */
export type Coefficients = Partial<Readonly<Record<keyof ConfidenceFeatures, number>>>;

export const probabilityOf = (weighing: Coefficients, ground: ConfidenceFeatures): number =>
  1 / (1 + Math.exp(-CONFIDENCE_FEATURES.reduce((sum, name) => sum + (weighing[name] ?? 0) * ground[name], 0)));

/** How far a hit is believed, each in [0, 1]. */
export interface Confidence {
  /** That the best hit speaks of what was asked. */
  readonly about: number;
  /** That, where it does, what was asked for is told. */
  readonly told: number;
}

/** Two logistic regressions over the features; their numbers come from `npm run calibrate`. */
export const confidenceOf = (features: ConfidenceFeatures): Confidence => ({
  about: probabilityOf(calibration.about, features),
  told: probabilityOf(calibration.told, features),
});

/** What spoke for or against being told, in logits: each feature times its coefficient, without the bias. */
export const contributionsToTold = (
  features: ConfidenceFeatures,
): readonly (readonly [keyof ConfidenceFeatures, number])[] =>
  CONFIDENCE_FEATURES.filter((name) => name !== 'bias').map((name) => {
    const coefficients: Coefficients = calibration.told;
    return [name, (coefficients[name] ?? 0) * features[name]] as const;
  });
