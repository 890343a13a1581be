import type { Named } from '../../indexer/language/names.js';
import type { Passage } from '../../indexer/passages/passage.js';
import type { Sentence } from '../../indexer/passages/sentence.js';
import { type AnswerType, holdsValue, valuesOf } from '../understand/answerType.js';
import type { Features } from './featureSchema.js';
import type { Query } from './query.js';
import { covered, MENTIONED, matchOf, positionOf, positionsOf, proximityOf, windowOf } from './termMatch.js';
import {
  beginningHeld,
  bm25Of,
  endHeld,
  heldBy,
  mostOf,
  rarityShares,
  share,
  subsequence,
  substring,
  weightedShare,
} from './textSimilarity.js';

/** A sentence that may answer, with the passage it stands in. */
export interface ScoredSentence {
  readonly passage: Passage;
  /** Which of the passage's sentences. */
  readonly at: number;
  readonly sentence: Sentence;
}

/** What is ranked against each other: the passages of one letter, and what of the question tells them apart. */
export interface Text {
  readonly query: Query;
  /** Each with the index's score, 0 when it was not found. */
  readonly passages: readonly { readonly passage: Passage; readonly score: number }[];
  /** Whether passages that were not found are measured too. */
  readonly whole?: boolean;
}

/** Kinds of value with a weight of their own. */
const HOLDS: readonly [keyof Features, readonly AnswerType[]][] = [
  ['holdsDate', ['date', 'duration']],
  ['holdsCount', ['count', 'number', 'rank', 'percent']],
  ['holdsMoney', ['money']],
  ['holdsPerson', ['person']],
  ['holdsPlace', ['place']],
  ['holdsAgency', ['agency']],
  ['holdsReason', ['reason']],
];
const NUMERIC: ReadonlySet<AnswerType> = new Set([
  'date',
  'duration',
  'count',
  'number',
  'rank',
  'percent',
  'money',
  'phone',
]);

/** The evidence for every sentence of the passages that the index found; texts in the order of their best passage. */
export function featuresOf(texts: readonly Text[], averageLength: number): Map<ScoredSentence, Features> {
  const scores = texts.flatMap(({ passages }) => passages.map(({ score }) => score)).sort((a, b) => b - a);
  const best = Math.max(scores[0] ?? 0, 1e-9);
  const second = scores[1] ?? 0;
  const found = texts.flatMap((text, i) =>
    evidenceIn(text, { best, second, averageLength, firstText: Number(i === 0) }),
  );
  return withRelatives(found);
}

/** Scores of the best two passages of all, mean length of a sentence, and whether the text is the first. */
interface Scale {
  readonly best: number;
  readonly second: number;
  readonly averageLength: number;
  readonly firstText: number;
}

function evidenceIn(
  { query, passages, whole }: Text,
  { best, second, averageLength, firstText }: Scale,
): [ScoredSentence, Features][] {
  const lines = passages.flatMap(({ passage, score }) =>
    passage.sentences.map((sentence, at) => ({ passage, at, sentence, score, folded: sentence.folded })),
  );
  const matches = lines.map(({ folded }) => query.terms.map((term) => matchOf(term, folded)));
  const inText = query.terms.map((_, u) =>
    Math.log(1 + lines.length / (0.5 + matches.filter((row) => row[u]! > 0.3).length)),
  );
  const held = heldBy(
    query.grams,
    lines.map(({ folded }) => folded),
  );
  const sharesOf = (beside: (i: number) => readonly number[]) =>
    rarityShares(
      query.grams,
      held,
      lines.map((_, i) => [i, ...beside(i)]),
    );
  const before = (i: number) => (lines[i]!.at > 0 ? [i - 1] : []);
  const after = (i: number) => (lines[i]!.at + 1 < lines[i]!.passage.sentences.length ? [i + 1] : []);
  const gramsInText = sharesOf(() => []);
  const gramsWithPrevious = sharesOf(before);
  const gramsWithFirst = sharesOf((i) => [i - lines[i]!.at]);
  const gramsWithNext = sharesOf(after);
  const gramsAround = sharesOf((i) => [...before(i), ...after(i)]);
  const inAll = query.terms.map((_, u) => Math.max(0, ...matches.map((row) => row[u]!)));
  const telling = query.terms.map(({ weight }, u) => weight * inText[u]!);
  const tellingSum = telling.reduce((sum, weight) => sum + weight, 0) || 1;
  const wholes = wholePassages(query, passages, matches);
  const coverages = matches.map((row) => covered(query.terms, row));
  const [most = 0, runnerUp = 0] = [...coverages].sort((a, b) => b - a);
  const possible = mostOf(query.grams);
  const possibleWording = mostOf(query.words);
  return lines.flatMap(({ passage, at, sentence, score, folded }, i): [ScoredSentence, Features][] => {
    if (score <= 0 && !whole) return [];
    const row = matches[i]!;
    const joined = (...beside: readonly number[]) =>
      covered(
        query.terms,
        row.map((value, u) => Math.max(value, ...beside.map((place) => matches[place]![u]!))),
      );
    const ofWhole = wholes.get(passage)!;
    const coverage = coverages[i]!;
    const bm25 = bm25Of(query.grams, folded, averageLength);
    const told = query.answerTypes.filter((slot) => holdsValue(slot, folded)).length;
    const evidence: Features = {
      bm25,
      bm25OfPossible: bm25 / possible,
      passage: score / best,
      coverage,
      coverageWithPrevious: joined(...before(i)),
      coverageWithNext: joined(...after(i)),
      coverageInText: covered(query.terms, row, inText),
      coverageGap: coverage - (coverage === most ? runnerUp : most),
      order: query.core ? subsequence(query.core, folded) / query.core.length : 0,
      run: query.core ? substring(query.core, folded) / query.core.length : 0,
      proximity: proximityOf(query.terms, folded),
      left: Number(query.phrase.left !== '' && folded.includes(query.phrase.left)),
      right: Number(query.phrase.right !== '' && folded.includes(query.phrase.right)),
      slot: query.answerTypes.length > 0 ? told / query.answerTypes.length : 0,
      slotNear: Number(told > 0 && nearValue(query, folded)),
      slotMissing: Number(query.answerTypes.length > 0 && told === 0),
      numbers: share(query.phrase.numbers, folded),
      latin: share(query.phrase.latin, folded),
      bigrams: weightedShare(query.grams, folded, 2),
      characters: weightedShare(query.grams, folded, 1),
      length: Math.min(3, folded.length / 100),
      short: Number(folded.length < 12),
      first: Number(at === 0),
      place: passage.sentences.length > 1 ? at / (passage.sentences.length - 1) : 0,
      ...NO_RELATIVES,
      gramsInText: gramsInText[i]!,
      gramsWithPrevious: gramsWithPrevious[i]!,
      slotInText: told > 0 ? gramsInText[i]! : 0,
      bestInText: Number(coverage > 0 && coverage === most),
      firstText,
      ...heldKinds(query.answerTypes, folded),
      newNumber: Number(
        query.answerTypes.some((slot) => NUMERIC.has(slot)) &&
          (folded.match(/\d[\d.]*/g) ?? []).some((one) => !query.phrase.numbers.includes(one)),
      ),
      echoes: Number(query.core.length > 0 && folded.length < 1.3 * query.core.length),
      leftUnit: query.leftTerm ? matchOf(query.leftTerm, folded) : 0,
      rightUnit: query.rightTerm ? matchOf(query.rightTerm, folded) : 0,
      ...newNames(query, folded),
      window: windowOf(query.terms, folded),
      slotNearness: told > 0 ? slotNearness(query, folded) : 0,
      key: query.key ? matchOf(query.key, folded) : 0,
      passageCoverage: ofWhole.coverage,
      passageBigrams: ofWhole.bigrams,
      passageLead: (score - (score >= best ? second : best)) / best,
      coverageWithFirst: joined(i - at),
      gramsWithFirst: gramsWithFirst[i]!,
      coverageAround: joined(...before(i), ...after(i)),
      missed:
        Math.max(0, ...telling.map((weight, u) => (row[u]! < MENTIONED && inAll[u]! > MENTIONED ? weight : 0))) /
        tellingSum,
      leftRun: endHeld(query.phrase.before, folded, LONGEST_RUN) / LONGEST_RUN,
      rightRun: beginningHeld(query.phrase.after, folded, LONGEST_RUN) / LONGEST_RUN,
      trigrams: share(query.trigrams, folded),
      gramsWithNext: gramsWithNext[i]!,
      gramsAround: gramsAround[i]!,
      wording: weightedShare(query.words, folded),
      wordingBm25: bm25Of(query.words, folded, averageLength) / possibleWording,
    };
    return [[{ passage, at, sentence }, evidence]];
  });
}

/** Of each passage whole, the share of the question's terms and of its bigrams; `matches` of all its sentences in order. */
function wholePassages(
  query: Query,
  passages: Text['passages'],
  matches: readonly (readonly number[])[],
): ReadonlyMap<Passage, { readonly coverage: number; readonly bigrams: number }> {
  let from = 0;
  return new Map(
    passages.map(({ passage }) => {
      const rows = matches.slice(from, from + passage.sentences.length);
      from += passage.sentences.length;
      const best = query.terms.map((_, u) => Math.max(0, ...rows.map((row) => row[u]!)));
      return [
        passage,
        { coverage: covered(query.terms, best), bigrams: weightedShare(query.grams, passage.folded, 2) },
      ];
    }),
  );
}

/** Evidence measured against the best candidate, with what it is measured from. */
const RELATIVES = [
  ['bm25', 'bm25'],
  ['coverageRelative', 'coverage'],
  ['orderRelative', 'order'],
  ['runRelative', 'run'],
  ['bigramsRelative', 'bigrams'],
  ['coverageInTextRelative', 'coverageInText'],
  ['gramsInTextRelative', 'gramsInText'],
  ['gramsWithPreviousRelative', 'gramsWithPrevious'],
  ['windowRelative', 'window'],
] as const;
const NO_RELATIVES = {
  coverageRelative: 0,
  orderRelative: 0,
  runRelative: 0,
  bigramsRelative: 0,
  coverageInTextRelative: 0,
  gramsInTextRelative: 0,
  gramsWithPreviousRelative: 0,
  windowRelative: 0,
};

function withRelatives(found: readonly [ScoredSentence, Features][]): Map<ScoredSentence, Features> {
  const tops = RELATIVES.map(([, from]) => Math.max(...found.map(([, evidence]) => evidence[from]), 1e-9));
  for (const [, evidence] of found) {
    const whole = evidence as { -readonly [name in keyof Features]: Features[name] };
    // The first measures itself: it comes last.
    for (let i = RELATIVES.length - 1; i >= 0; i--) {
      const [name, from] = RELATIVES[i]!;
      whole[name] = evidence[from] / tops[i]!;
    }
  }
  return new Map(found);
}

function heldKinds(
  answerTypes: readonly AnswerType[],
  text: string,
): Pick<
  Features,
  'holdsDate' | 'holdsCount' | 'holdsMoney' | 'holdsPerson' | 'holdsPlace' | 'holdsAgency' | 'holdsReason'
> {
  const held = HOLDS.map(([name, kinds]) => [
    name,
    Number(answerTypes.some((slot) => kinds.includes(slot) && holdsValue(slot, text))),
  ]);
  return Object.fromEntries(held) as ReturnType<typeof heldKinds>;
}

/** Which proper names of an asked kind the sentence adds to the question's. */
function newNames(query: Query, folded: string): Pick<Features, 'newPerson' | 'newPlace' | 'newBody'> {
  const asked = (slot: AnswerType) => query.answerTypes.includes(slot);
  if (!asked('person') && !asked('place') && !asked('agency')) return { newPerson: 0, newPlace: 0, newBody: 0 };
  const added = query.namesOf(folded).filter(({ word }) => !query.focusMentions(word));
  const has = (of: Named) => added.some((name) => name.of === of);
  return {
    newPerson: Number(asked('person') && has('person')),
    newPlace: Number(asked('place') && has('place')),
    newBody: Number(asked('agency') && has('body')),
  };
}

/** Characters of a run beside the interrogative that count. */
const LONGEST_RUN = 6;

/** From this distance, in characters, a value counts half. */
const HALF = 8;

function slotNearness(query: Query, text: string): number {
  const heaviest = query.terms.reduce<{ at: number; weight: number } | undefined>((best, term) => {
    const at = positionOf(term, text);
    return at >= 0 && (!best || term.weight > best.weight) ? { at, weight: term.weight } : best;
  }, undefined);
  if (!heaviest) return 0;
  const gaps = query.answerTypes
    .flatMap((slot) => valuesOf(slot, text))
    .map(({ start, end }) => Math.max(0, start - heaviest.at, heaviest.at - end));
  return gaps.length > 0 ? HALF / (HALF + Math.min(...gaps)) : 0;
}

function nearValue(query: Query, text: string): boolean {
  return positionsOf(query.terms, text).some((at) => {
    const around = text.slice(Math.max(0, at - 12), at + 20);
    return query.answerTypes.some((slot) => holdsValue(slot, around));
  });
}
