import { gramsOf } from './terms.js';

/** An inverted index over whole letters: which of them hold a word, by postings of uni- and bigrams. */
export interface LetterIndex {
  /** Number of letters. */
  readonly size: number;
  /**
   * Numbers of the letters, rising, that hold every gram of a folded word. They hold the word itself, but for a rare
   * long one whose grams stand apart.
   */
  lettersWith(word: string): readonly number[];
}

/** Words whose postings are remembered; beyond that all are forgotten. */
const REMEMBERED = 20_000;
const NONE: readonly number[] = [];

/** @param texts the letters, folded; a letter's number is its place among them */
export function indexLetters(texts: readonly string[]): LetterIndex {
  const postings = new Map<string, number[]>();
  for (const [letter, text] of texts.entries()) {
    for (const gram of new Set(gramsOf(text))) {
      const list = postings.get(gram);
      if (list) list.push(letter);
      else postings.set(gram, [letter]);
    }
  }
  const known = new Map<string, readonly number[]>();
  const find = (word: string): readonly number[] => {
    const grams = gramsOf(word);
    // The bigrams of a word imply its characters.
    const telling = grams.length > 1 ? grams.filter((gram) => gram.length > 1) : grams;
    const lists = telling.map((gram) => postings.get(gram) ?? NONE).sort((a, b) => a.length - b.length);
    const [shortest = NONE, ...others] = lists;
    if (others.length === 0) return shortest;
    const sets = others.map((list) => new Set(list));
    return shortest.filter((letter) => sets.every((set) => set.has(letter)));
  };
  return {
    size: texts.length,
    lettersWith(word) {
      let letters = known.get(word);
      if (!letters) {
        letters = find(word);
        if (known.size >= REMEMBERED) known.clear();
        known.set(word, letters);
      }
      return letters;
    },
  };
}
