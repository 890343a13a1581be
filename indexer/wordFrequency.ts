/** How common words are in the language at large, from the frequencies of the segmenter's dictionary. */
export interface WordFrequency {
  /** [0, 1]: 1 for a word seldom used, 0 for one on every page; a word the dictionary lacks is seldom used. */
  rarityOf(word: string): number;
  /** Whether the dictionary has it, and it is used. */
  isWord(word: string): boolean;
  /** The most used words, most used first. */
  readonly commonest: readonly string[];
}

/** Natural logarithm of one over the share of running text below which a word is common, and above which it is rare. */
const COMMON = 6;
const RARE = 11.5;
/** Occurrences in the dictionary's sources from which a word counts as used. */
const USED = 50;

/** How many words count as the most used. */
const COMMONEST = 25_000;

/** Reads the dictionary that comes with `@node-rs/jieba`: `word frequency tag` a line. */
export function readWordFrequency(): WordFrequency {
  const { dict }: typeof import('@node-rs/jieba/dict') = require('@node-rs/jieba/dict');
  const frequencies = new Map<string, number>();
  let total = 0;
  for (const line of Buffer.from(dict).toString('utf8').split('\n')) {
    const [word, frequency] = line.split(' ');
    const count = Number(frequency);
    if (!word || !count) continue;
    total += count;
    // Words below this are rare whatever their number is.
    if (count > USED) frequencies.set(word, count);
  }
  const commonest = [...frequencies]
    .sort((a, b) => b[1] - a[1])
    .slice(0, COMMONEST)
    .map(([word]) => word);
  return {
    commonest,
    isWord: (word) => frequencies.has(word),
    rarityOf(word) {
      const frequency = frequencies.get(word);
      if (frequency === undefined) return 1;
      return Math.min(1, Math.max(0, (Math.log(total / frequency) - COMMON) / (RARE - COMMON)));
    },
  };
}
