import type { Segmenter } from '../language/segment.js';
import type { Passage } from '../passages/passage.js';

const RUN = /[\p{sc=Han}]+|[a-z]+|\d+(?:\.\d+)?%?/gu;

/**
 * The character uni- and bigrams of a folded text; a Latin word or a number is one term. Order kept, repeats kept.
 * `科创板 IPO` is `科 科创 创 创板 板 ipo`.
 */
export function gramsOf(folded: string): string[] {
  const grams: string[] = [];
  for (const [run] of folded.matchAll(RUN)) {
    if (!/^\p{sc=Han}/u.test(run)) {
      grams.push(run);
      continue;
    }
    const units = [...run];
    for (let i = 0; i < units.length; i++) {
      grams.push(units[i]!);
      if (i + 1 < units.length) grams.push(units[i]! + units[i + 1]!);
    }
  }
  return grams;
}

/** The segmenter's words of a folded text, without punctuation. */
export function wordsOf(folded: string, segmenter: Segmenter): string[] {
  return segmenter.cut(folded).filter((word) => /[\p{L}\p{N}]/u.test(word));
}

/** The words of a passage and of the headings above it. Cut once for a passage. */
export function wordsOfPassage(passage: Passage, segmenter: Segmenter): PassageWords {
  const known = passageWords.get(passage);
  if (known) return known;
  const words = { own: wordsOf(passage.folded, segmenter), path: wordsOf(passage.foldedPath, segmenter) };
  passageWords.set(passage, words);
  return words;
}

export interface PassageWords {
  readonly own: readonly string[];
  readonly path: readonly string[];
}
const passageWords = new WeakMap<Passage, PassageWords>();
