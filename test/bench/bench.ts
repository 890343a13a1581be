/**
 * `npm run bench`: what a corpus costs, each figure as a ratio to a lower bound measured in the same run.
 *
 *   npm run bench               1, 100 and 1,000 made-up letters
 *   npm run bench -- 100 2000   other sizes
 */
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import MiniSearch from 'minisearch';
import { warm } from '../../bot/engine/engineProcess.js';
import { converse, START } from '../../dialogs/converse/conversation.js';
import { understand } from '../../dialogs/understand/understand.js';
import { openLibrary } from '../../indexer/index/library.js';
import { gramsOf } from '../../indexer/index/terms.js';
import { openSegmenter } from '../../indexer/language/segment.js';
import { parseReply } from '../../indexer/parse/parse.js';
import { passagesOf } from '../../indexer/passages/passage.js';
import type { Gold } from '../eval/score.js';
import { madeUpLetters } from './letters.js';
import { measureReload } from './reload.js';
import { measureTurns } from './turn.js';

const HOME = join(__dirname, '../../..');
const knowledge = join(HOME, 'corpus');

/** Milliseconds a step takes. */
function timed<T>(step: () => T): { readonly result: T; readonly took: number } {
  const start = performance.now();
  const result = step();
  return { result, took: performance.now() - start };
}

const at = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!;
const spread = (times: readonly number[]) => {
  const sorted = [...times].sort((a, b) => a - b);
  return { p50: at(sorted, 0.5), p99: at(sorted, 0.99) };
};

const questions = ['made-replies.jsonl', 'seed.jsonl']
  .flatMap((file) =>
    readFileSync(join(HOME, 'test/gold', file), 'utf8')
      .trim()
      .split('\n'),
  )
  .map((line) => (JSON.parse(line) as Gold).question)
  .slice(0, 200);

const heap = (): number => {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
};
const MB = 2 ** 20;

function measure(count: number): void {
  const letters = madeUpLetters(join(HOME, 'test/replies'), count);
  const characters = letters.reduce((sum, { text }) => sum + text.length, 0);
  const corpus = join(mkdtempSync(join(tmpdir(), 'bench-')), 'replies');
  mkdirSync(corpus);
  for (const { id, text } of letters) writeFileSync(join(corpus, `${id}.txt`), text);

  // The least a build does: every passage cut by jieba and put into MiniSearch, once by its words and once by its grams.
  const segmenter = openSegmenter(join(knowledge, 'lexicon.txt'));
  segmenter.cut('预热');
  const passages = letters.flatMap(({ id, text }) => passagesOf(parseReply(id, text)));
  const bare = (fields: Record<string, (text: string) => string[]>) =>
    timed(() => {
      const mini = new MiniSearch<Record<string, string>>({
        fields: Object.keys(fields),
        tokenize: (text, field) => fields[field ?? '']?.(text) ?? [text],
      });
      mini.addAll(
        passages.map(({ id, folded }) => ({ id, ...Object.fromEntries(Object.keys(fields).map((f) => [f, folded])) })),
      );
    }).took;
  const words = (text: string) => segmenter.cut(text);
  const boundOfWords = bare({ words });
  const bound = bare({ words, grams: gramsOf });

  const before = heap();
  const store = mkdtempSync(join(tmpdir(), 'bench-store-'));
  const build = timed(() => openLibrary({ corpus, knowledge, store }));
  const library = build.result;
  warm(library);
  const grown = heap() - before;
  // The least a question does: one search of its grams, without ranking.
  const searches: number[] = [];
  const answers: number[] = [];
  for (const typed of questions) {
    const grams = understand(typed, library).terms.flatMap(({ text }) => gramsOf(text));
    const terms = [...new Set(grams)].map((term) => ({ term, weight: 1 }));
    searches.push(timed(() => library.index.search(terms, [], 50)).took);
    answers.push(timed(() => converse(typed, START, library)).took);
  }
  // Other libraries beside the one in use would be the collector's work: they come last.
  const reopen = timed(() => openLibrary({ corpus, knowledge, store }, { known: library }));
  const [extra] = madeUpLetters(join(HOME, 'test/letters/tuning'), 1);
  writeFileSync(join(corpus, 'extra.txt'), extra!.text);
  const add = timed(() => openLibrary({ corpus, knowledge, store }, { known: library }));

  const plain = spread(searches);
  const whole = spread(answers);
  const ratio = (value: number, least: number) => `${(value / least).toFixed(1)}x`;
  console.log(
    [
      `${count} letters, ${(characters / 1000).toFixed(0)} k characters, ${library.index.passages.length} passages`,
      `  build    ${(build.took / 1000).toFixed(1)} s, ${ratio(build.took, bound)} of jieba and MiniSearch alone over words and grams (${(bound / 1000).toFixed(1)} s), ${ratio(build.took, boundOfWords)} over words only (${(boundOfWords / 1000).toFixed(1)} s)`,
      `  reopen   ${(reopen.took / 1000).toFixed(1)} s from the stored index`,
      `  one more ${(add.took / 1000).toFixed(1)} s, ${ratio(add.took, build.took)} of a build`,
      `  heap     ${(grown / MB).toFixed(0)} MB, ${ratio(grown, characters * 2)} of the texts in UTF-16`,
      `  question p50 ${whole.p50.toFixed(1)} ms, p99 ${whole.p99.toFixed(1)} ms; ${ratio(whole.p50, plain.p50)} and ${ratio(whole.p99, plain.p99)} of a plain search (${plain.p50.toFixed(1)} and ${plain.p99.toFixed(1)} ms)`,
    ].join('\n'),
  );
}

/** Pieces whose repetition has led parsers astray: marks, headings, courtesies, quotes and blanks. */
const HOSTILE =
  '一是推进工作, 一是推进。二是落实。 (一)推进工作\n 一、工作\n 第一,第二, 首先,其次,最后, 答复如下: 市教育局:\n “ ” 1. | a | b |\n 联系电话: 感谢您\n 工作进展\n 一是推;'.split(
    ' ',
  );

/** How parsing grows when a text is four times as long: 4 is linear. */
function measureGrowth(): void {
  const parsing = (piece: string, length: number) => {
    const text = `王某代表:\n您提出的《关于某事的建议》收悉。现答复如下:\n${piece.repeat(Math.ceil(length / piece.length))}\n`;
    return Math.min(...[1, 2, 3].map(() => timed(() => parseReply('r', text)).took));
  };
  const grown = HOSTILE.map((piece) => ({ piece, times: parsing(piece, 20_000) / parsing(piece, 5_000) })).sort(
    (a, b) => b.times - a.times,
  );
  console.log(
    `parsing a text four times as long, 20 k characters of one piece: ${grown
      .slice(0, 3)
      .map(({ piece, times }) => `${JSON.stringify(piece)} ${times.toFixed(1)}x`)
      .join(', ')}; the others less`,
  );
}

async function main(): Promise<void> {
  measureGrowth();
  await measureTurns();
  await measureReload();
  const sizes = process.argv.slice(2).map(Number);
  for (const count of sizes.length > 0 ? sizes : [1, 100, 1000]) measure(count);
}

void main();
