/**
 * Learns the weights of the sentence ranking from public reading-comprehension sets, and measures it on others.
 *
 *   npm run train -- FOLDER          writes dialogs/weights.json
 *   npm run train -- FOLDER --test   measures the weights in use, side by side with plain MiniSearch
 *
 * FOLDER holds train-pseudo-cmrc2018.json and DRCD_dev.json (train), cmrc2018_dev.json and DRCD_test.json (test).
 * Listwise softmax regression (ListNet's top-one probability; Cao et al. 2007), full gradients by Adam, projected so that
 * evidence of likeness never counts against a sentence: such weights transfer from articles to letters.
 */
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import MiniSearch from 'minisearch';
import { EVIDENCE } from '../../dialogs/evidence.js';
import { evidenceOf } from '../../dialogs/measure.js';
import { probeOf } from '../../dialogs/probe.js';
import { slotsAsked } from '../../dialogs/slot.js';
import { type Knowledge, runsOf, unitsOf } from '../../dialogs/unit.js';
import { dot, weights as inUse, type Weights } from '../../dialogs/weights.js';
import { readCommonness } from '../../indexer/commonness.js';
import { linesOf } from '../../indexer/library.js';
import { buildIndex } from '../../indexer/searchIndex.js';
import { openSegmenter } from '../../indexer/segment.js';
import { foldText } from '../../indexer/shadow.js';
import { gramsOf } from '../../indexer/terms.js';
import { readThesaurus } from '../../indexer/thesaurus.js';
import { climb } from './adam.js';
import { type ReadingSet, readSets } from './readingSets.js';

const KNOWLEDGE = join(__dirname, '../../../corpus');
const segmenter = openSegmenter(join(KNOWLEDGE, 'lexicon.txt'));
const commonness = readCommonness();
const stopWords = new Set(linesOf(join(KNOWLEDGE, 'stopwords.txt')).map(foldText));

/** A question's candidates: rows of evidence, and which of them hold the answer. */
interface List {
  readonly rows: readonly Float64Array[];
  readonly right: readonly boolean[];
  readonly passageFirst: boolean;
}

/** @param distractors passages of other sets that stand in the same index */
function listsOf(
  { passages: own, questions }: ReadingSet,
  keepRight: boolean,
  distractors: ReadingSet['passages'] = [],
): List[] {
  const passages = [...own, ...distractors];
  const index = buildIndex({ replies: [], phrasings: new Map(), passages }, segmenter);
  const knowledge: Knowledge = { index, segmenter, stopWords, thesaurus: readThesaurus([]), commonness };
  const byId = new Map(passages.map((passage) => [passage.id, passage]));
  return questions.map(({ question, passageId, answers }) => {
    const folded = foldText(question);
    const units = unitsOf(folded, knowledge);
    const probe = probeOf(folded, units, slotsAsked(folded), knowledge);
    const grams = [...new Set(runsOf(units).flatMap(gramsOf))].map((term) => ({ term, weight: 1 }));
    const words = units.map(({ text }) => ({ term: text, weight: 1 }));
    const hits = index.search(grams, words, 5);
    const passageFirst = hits[0]?.passage.id === passageId;
    if (keepRight && !hits.some(({ passage }) => passage.id === passageId)) {
      hits.splice(4, 1, { passage: byId.get(passageId)!, score: hits.at(-1)?.score ?? 1 });
    }
    const texts = hits.map((hit) => ({ probe, passages: [hit] }));
    const evidence = [...evidenceOf(texts, index.averageLength)];
    return {
      rows: evidence.map(([, row]) => Float64Array.from(EVIDENCE, (name) => row[name])),
      right: evidence.map(
        ([{ passage, sentence }]) =>
          passage.id === passageId && answers.some((answer) => sentence.folded.includes(answer)),
      ),
      passageFirst,
    };
  });
}

/** Evidence that may speak against a sentence; all other may only speak for it, so that words never count against. */
const AGAINST: ReadonlySet<keyof Weights> = new Set([
  'length',
  'short',
  'echoes',
  'slotMissing',
  'coverageGap',
  'place',
  'first',
]);

function train(lists: readonly List[], { epochs = 400, rate = 0.1, decay = 1e-4 } = {}): Weights {
  const size = EVIDENCE.length;
  const useful = lists.filter(({ right }) => right.includes(true) && right.includes(false));
  /** Of the logarithm of the share that the right sentences have, by softmax. */
  const gradient = (weights: Float64Array): Float64Array => {
    const sum = new Float64Array(size);
    for (const { rows, right } of useful) {
      const scores = rows.map((row) => dot(weights, row));
      const top = Math.max(...scores);
      const powers = scores.map((score) => Math.exp(score - top));
      const all = powers.reduce((total, power) => total + power, 0);
      const held = powers.reduce((total, power, i) => total + (right[i] ? power : 0), 0);
      for (const [i, row] of rows.entries()) {
        const pull = (right[i] ? powers[i]! / held : 0) - powers[i]! / all;
        for (let f = 0; f < size; f++) sum[f]! += pull * row[f]!;
      }
    }
    return sum.map((value) => value / useful.length);
  };
  const weights = climb({
    size,
    steps: epochs,
    rate,
    gradient,
    decay: () => decay,
    within: (value, f) => (AGAINST.has(EVIDENCE[f]!) ? value : Math.max(0, value)),
  });
  return Object.fromEntries(
    EVIDENCE.map((name, f) => [name, Math.round(weights[f]! * 1e4) / 1e4]),
  ) as unknown as Weights;
}

const hitAt1 = (lists: readonly List[], weights: Weights): number => {
  const row = Float64Array.from(EVIDENCE, (name) => weights[name]);
  const right = lists.filter((list) => {
    const scores = list.rows.map((one) => dot(row, one));
    return list.right[scores.indexOf(Math.max(...scores))];
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
  learnt = train([
    ...listsOf(readSets([at('train-pseudo-cmrc2018.json')]), true),
    ...listsOf(readSets([at('DRCD_dev.json')]), true),
  ]);
  writeFileSync(join(__dirname, '../../../dialogs/weights.json'), `${JSON.stringify(learnt, null, 2)}\n`);
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
    `${name}: passage Recall@1 ${percent(lists.filter(({ passageFirst }) => passageFirst).length / lists.length)}` +
      `, sentence Hit@1 ${percent(hitAt1(lists, learnt))}` +
      (plain
        ? `; plain MiniSearch + cutForSearch: passage ${percent(plain.passage)}, sentence ${percent(plain.sentence)}`
        : ''),
  );
}
