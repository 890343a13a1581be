/**
 * Learns the weights of the sentence ranking from public reading-comprehension sets, and measures it on others.
 *
 *   npm run train -- FOLDER          writes dialogs/retrieve/ranker.json
 *   npm run train -- FOLDER --test   measures the weights in use, side by side with plain MiniSearch
 *
 * FOLDER holds train-pseudo-cmrc2018.json and DRCD_dev.json (train), cmrc2018_dev.json and DRCD_test.json (test).
 * Listwise softmax regression (ListNet's top-one probability; Cao et al. 2007) by a network of one hidden layer beside a
 * linear part, gradients by back-propagation, small batches by Adam; the mean of several that began elsewhere.
 */
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import MiniSearch from 'minisearch';
import { EVIDENCE } from '../../dialogs/retrieve/featureSchema.js';
import { featuresOf } from '../../dialogs/retrieve/features.js';
import { scoredQuery } from '../../dialogs/retrieve/query.js';
import { dot, network as inUse, type Network, scoreOfRow } from '../../dialogs/retrieve/ranker.js';
import { answerTypesOf } from '../../dialogs/understand/answerType.js';
import { phraseOf } from '../../dialogs/understand/phrase.js';
import { joinedTerms, type Knowledge, queryTermsOf } from '../../dialogs/understand/queryTerm.js';
import { linesOf } from '../../indexer/index/library.js';
import { buildIndex } from '../../indexer/index/searchIndex.js';
import { gramsOf } from '../../indexer/index/terms.js';
import { openSegmenter } from '../../indexer/language/segment.js';
import { readThesaurus } from '../../indexer/language/thesaurus.js';
import { readWordFrequency } from '../../indexer/language/wordFrequency.js';
import { foldText } from '../../indexer/text/normalise.js';
import { climb } from './adam.js';
import { type ReadingSet, readSets } from './readingSets.js';

const KNOWLEDGE = join(__dirname, '../../../corpus');
const segmenter = openSegmenter(join(KNOWLEDGE, 'lexicon.txt'));
const wordFrequency = readWordFrequency();
const stopWords = new Set(linesOf(join(KNOWLEDGE, 'stopwords.txt')).map(foldText));

/** A question's candidates: rows of evidence, and which of them hold the answer. */
interface List {
  readonly rows: readonly Float64Array[];
  readonly right: readonly boolean[];
  /** Which stand in the right passage; whether the index puts that first. */
  readonly inPassage: readonly boolean[];
  readonly passageFirst: boolean;
}

/** Passages of which a list is made: to learn from, and to be measured on. */
const LEARNT_FROM = 5;
const MEASURED_ON = 10;

/** @param distractors passages of other sets that stand in the same index */
function listsOf(
  { passages: own, questions }: ReadingSet,
  learning: boolean,
  distractors: ReadingSet['passages'] = [],
): List[] {
  const passages = [...own, ...distractors];
  const index = buildIndex({ replies: [], phrasings: new Map(), passages }, segmenter);
  const knowledge: Knowledge = { index, segmenter, stopWords, thesaurus: readThesaurus([]), wordFrequency };
  const byId = new Map(passages.map((passage) => [passage.id, passage]));
  return questions.map(({ question, passageId, answers }) => {
    const folded = foldText(question);
    const units = queryTermsOf(folded, knowledge);
    const phrase = phraseOf(folded, segmenter);
    const asked = {
      phrase,
      answerTypes: answerTypesOf(folded),
      focusMentions: (words: string) => folded.includes(words),
    };
    const query = scoredQuery(asked, units, knowledge);
    const grams = [...new Set(joinedTerms(units).flatMap(gramsOf))].map((term) => ({ term, weight: 1 }));
    const words = units.map(({ text }) => ({ term: text, weight: 1 }));
    const hits = index.search(grams, words, learning ? LEARNT_FROM : MEASURED_ON);
    const passageFirst = hits[0]?.passage.id === passageId;
    if (learning && !hits.some(({ passage }) => passage.id === passageId)) {
      hits.splice(LEARNT_FROM - 1, 1, { passage: byId.get(passageId)!, score: hits.at(-1)?.score ?? 1 });
    }
    const texts = hits.map((hit) => ({ query, passages: [hit] }));
    const evidence = [...featuresOf(texts, index.averageLength)];
    return {
      rows: evidence.map(([, row]) => Float64Array.from(EVIDENCE, (name) => row[name])),
      right: evidence.map(
        ([{ passage, sentence }]) =>
          passage.id === passageId && answers.some((answer) => sentence.folded.includes(answer)),
      ),
      inPassage: evidence.map(([{ passage }]) => passage.id === passageId),
      passageFirst,
    };
  });
}

const N = EVIDENCE.length;
const HIDDEN = 24;
/** Networks averaged, epochs of each, lists of a batch. */
const NETWORKS = 2;
const EPOCHS = 40;
const BATCH = 256;
const RATE = 0.01;
const DECAY = 6e-3;

/** Numbers in [0, 1), the same at every run (Mulberry32). */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Mean and spread of each kind of evidence. */
function spreadOf(lists: readonly List[]): { readonly mean: Float64Array; readonly spread: Float64Array } {
  const mean = new Float64Array(N);
  const spread = new Float64Array(N);
  let count = 0;
  for (const { rows } of lists)
    for (const row of rows) {
      count++;
      for (let f = 0; f < N; f++) {
        mean[f]! += row[f]!;
        spread[f]! += row[f]! ** 2;
      }
    }
  for (let f = 0; f < N; f++) {
    mean[f]! /= count;
    spread[f] = Math.sqrt(Math.max(0, spread[f]! / count - mean[f]! ** 2)) + 1e-6;
  }
  return { mean, spread };
}

/** One network on standardised rows, its numbers in a row: the linear part, then of each unit its input, bias and output. */
function trainOne(lists: readonly { readonly list: List; readonly share: number }[], seed: number): Float64Array {
  const random = randomOf(seed);
  const size = N + HIDDEN * (N + 2);
  const biasAt = N + HIDDEN * N;
  const outAt = biasAt + HIDDEN;
  const order = lists.map((_, i) => i);
  let at = 0;
  const shuffle = () => {
    for (let i = order.length - 1; i > 0; i--) {
      const j = Math.floor(random() * (i + 1));
      [order[i], order[j]] = [order[j]!, order[i]!];
    }
  };
  shuffle();
  /** Of the logarithm of the share that the right sentences have, by softmax, over the next batch. */
  const gradient = (weights: Float64Array): Float64Array => {
    const sum = new Float64Array(size);
    let total = 0;
    for (let n = 0; n < BATCH; n++) {
      if (at === order.length) {
        at = 0;
        shuffle();
      }
      const { list, share } = lists[order[at++]!]!;
      total += share;
      const { rows, right } = list;
      const units = rows.map(() => new Float64Array(HIDDEN));
      const scores = rows.map((row, r) => {
        let score = 0;
        for (let f = 0; f < N; f++) score += weights[f]! * row[f]!;
        for (let h = 0; h < HIDDEN; h++) {
          let sum = weights[biasAt + h]!;
          const from = N + h * N;
          for (let f = 0; f < N; f++) sum += weights[from + f]! * row[f]!;
          const out = Math.tanh(sum);
          units[r]![h] = out;
          score += weights[outAt + h]! * out;
        }
        return score;
      });
      const top = Math.max(...scores);
      const powers = scores.map((score) => Math.exp(score - top));
      const all = powers.reduce((sum, power) => sum + power, 0);
      const held = powers.reduce((sum, power, i) => sum + (right[i] ? power : 0), 0);
      for (const [r, row] of rows.entries()) {
        const pull = share * ((right[r] ? powers[r]! / held : 0) - powers[r]! / all);
        if (Math.abs(pull) < 1e-7) continue;
        for (let f = 0; f < N; f++) sum[f]! += pull * row[f]!;
        for (let h = 0; h < HIDDEN; h++) {
          const out = units[r]![h]!;
          sum[outAt + h]! += pull * out;
          const back = pull * weights[outAt + h]! * (1 - out * out);
          sum[biasAt + h]! += back;
          const from = N + h * N;
          for (let f = 0; f < N; f++) sum[from + f]! += back * row[f]!;
        }
      }
    }
    for (let i = 0; i < size; i++) sum[i]! /= total;
    return sum;
  };
  const start = new Float64Array(size);
  for (let i = N; i < size; i++) if (i < biasAt || i >= outAt) start[i] = 0.35 * (random() - 0.5);
  return climb({
    size,
    steps: Math.round((EPOCHS * lists.length) / BATCH),
    rate: RATE,
    falls: true,
    start,
    gradient,
    decay: () => DECAY,
  });
}

/** @param sets each with what one of its lists counts */
function train(sets: readonly { readonly lists: readonly List[]; readonly share: number }[]): Network {
  const useful = sets.flatMap(({ lists, share }) =>
    lists.filter(({ right }) => right.includes(true) && right.includes(false)).map((list) => ({ list, share })),
  );
  const { mean, spread } = spreadOf(useful.map(({ list }) => list));
  const standard = useful.map(({ list, share }) => ({
    share,
    list: { ...list, rows: list.rows.map((row) => row.map((value, f) => (value - mean[f]!) / spread[f]!)) },
  }));
  const round = (value: number) => Number(value.toPrecision(5));
  const ofRaw = (weights: Float64Array) => [...weights].map((weight, f) => weight / spread[f]!);
  const networks = Array.from({ length: NETWORKS }, (_, seed) => trainOne(standard, seed + 1));
  const linear = new Array<number>(N).fill(0);
  const hidden: number[][] = [];
  const bias: number[] = [];
  const out: number[] = [];
  for (const weights of networks) {
    for (const [f, weight] of ofRaw(weights.subarray(0, N)).entries()) linear[f]! += weight / NETWORKS;
    for (let h = 0; h < HIDDEN; h++) {
      const unit = ofRaw(weights.subarray(N + h * N, N + (h + 1) * N));
      hidden.push(unit.map(round));
      bias.push(round(weights[N + HIDDEN * N + h]! - dot(unit, mean)));
      out.push(round(weights[N + HIDDEN * (N + 1) + h]! / NETWORKS));
    }
  }
  return { linear: linear.map(round), hidden, bias, out };
}

/** Share of the lists whose best row is of a kind. */
const bestIs = (lists: readonly List[], network: Network, kind: 'right' | 'inPassage'): number => {
  const right = lists.filter((list) => {
    const scores = list.rows.map((row) => scoreOfRow(network, row));
    return list[kind][scores.indexOf(Math.max(...scores))];
  });
  return right.length / lists.length;
};

/** Plain MiniSearch over sentences, words by cutForSearch, all settings at their defaults. */
function plainHitAt1(
  { passages: own, questions }: ReadingSet,
  distractors: ReadingSet['passages'],
): { sentence: number; passage: number } {
  const passages = [...own, ...distractors];
  const nodejieba: typeof import('nodejieba') = require('nodejieba');
  const tokenize = (text: string) => nodejieba.cutForSearch(text);
  const measure = (
    docs: { id: number; text: string; right: string }[],
    isRight: (doc: number, q: ReadingSet['questions'][number]) => boolean,
  ) => {
    const mini = new MiniSearch({ fields: ['text'], tokenize });
    mini.addAll(docs);
    return (
      questions.filter((question) => {
        const [first] = mini.search(foldText(question.question));
        return first && isRight(first['id'] as number, question);
      }).length / questions.length
    );
  };
  const sentences = passages.flatMap((passage) =>
    passage.sentences.map(({ folded }) => ({ folded, passage: passage.id })),
  );
  return {
    sentence: measure(
      sentences.map(({ folded, passage }, id) => ({ id, text: folded, right: passage })),
      (id, { passageId, answers }) =>
        sentences[id]!.passage === passageId && answers.some((answer) => sentences[id]!.folded.includes(answer)),
    ),
    passage: measure(
      passages.map(({ folded, id: right }, id) => ({ id, text: folded, right })),
      (id, { passageId }) => passages[id]!.id === passageId,
    ),
  };
}

const [folder, mode] = process.argv.slice(2);
if (!folder || !existsSync(folder)) {
  console.error('usage: npm run train -- FOLDER [--test], FOLDER with the public reading-comprehension sets');
  process.exit(2);
}
const at = (name: string) => join(folder, name);
const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
let learnt = inUse;
if (mode !== '--test') {
  // The second set is a third of the first, and its sentences are harder to choose: each of its lists counts four times.
  learnt = train([
    { lists: listsOf(readSets([at('train-pseudo-cmrc2018.json')]), true), share: 1 },
    { lists: listsOf(readSets([at('DRCD_dev.json')]), true), share: 4 },
  ]);
  writeFileSync(join(__dirname, '../../../dialogs/retrieve/ranker.json'), `${JSON.stringify(learnt)}\n`);
}
for (const [name, file, others] of [
  ['CMRC 2018 dev', 'cmrc2018_dev.json', 'train-pseudo-cmrc2018.json'],
  ['DRCD test', 'DRCD_test.json', 'DRCD_dev.json'],
] as const) {
  // The passages of the training sets stand in the same index, as distractors.
  const set = readSets([at(file)]);
  const distractors = readSets([at(others)]).passages;
  const lists = listsOf(set, false, distractors);
  const plain = mode === '--test' ? plainHitAt1(set, distractors) : undefined;
  console.log(
    `${name}: passage Recall@1 ${percent(bestIs(lists, learnt, 'inPassage'))}` +
      ` (by the index alone ${percent(lists.filter(({ passageFirst }) => passageFirst).length / lists.length)})` +
      `, sentence Hit@1 ${percent(bestIs(lists, learnt, 'right'))}` +
      (plain
        ? `; plain MiniSearch + cutForSearch: passage ${percent(plain.passage)}, sentence ${percent(plain.sentence)}`
        : ''),
  );
}
