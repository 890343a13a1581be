/** How common words are in the language at large, from the frequencies of the segmenter's dictionary. */
export interface WordFrequency {
  /** [0, 1]: 1 for a rare word or one the dictionary lacks, 0 for one of the commonest. */
  rarityOf(word: string): number;
  /** Whether the dictionary has it, with a frequency above 50. */
  isWord(word: string): boolean;
  /** The 25,000 most frequent words, the most frequent first. */
  readonly commonest: readonly string[];
}

/**
 * Bounds of rarity on the scale of -ln(share of running text): a word is wholly common up to the first (every 400th
 * word) and wholly rare from the second (every 100,000th).
 */
const COMMON = 6;
const RARE = 11.5;
/** Frequency above which a word counts as used. */
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
