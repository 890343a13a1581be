import type { Library } from '../indexer/library.js';
import type { Synonym } from '../indexer/thesaurus.js';

/** One thing the question names: a word, or an everyday expression with what replies call it. */
export interface Unit {
  /** Folded. */
  readonly text: string;
  /** Offset in the folded question. */
  readonly start: number;
  readonly synonyms: readonly Synonym[];
  /** How much it tells passages apart: an inverse document frequency, (0, ~8]. */
  readonly weight: number;
  /** It asks for a kind of value (`给多少钱`, `哪个部门`) and names no subject. */
  readonly asks: boolean;
}

const ASKS = /谁|哪|多少|几[个家名位年月天项成时点]|什么|啥|怎么|咋|如何|怎样|何时|何处|多久|多大|多长|为何/;
/** How much a unit that asks counts beside one that names. */
const ASKING = 0.3;
/** How much the commonest word of the language counts beside a rare one. */
const COMMONEST = 0.3;

export type Knowledge = Pick<Library, 'index' | 'segmenter' | 'thesaurus' | 'stopWords' | 'commonness'>;

/** Inverse document frequency of a word by its rarest gram; words of the corpus's every page come near 0. */
export function idf(word: string, { index }: Pick<Library, 'index'>): number {
  const total = index.passages.length;
  const grams = word.length < 2 ? [word] : [...word].slice(1).map((unit, i) => [...word][i]! + unit);
  const han = grams.filter((gram) => /^\p{sc=Han}+$/u.test(gram));
  const frequencies = (han.length > 0 ? han : [word]).map((gram) => index.frequencyOf(gram));
  const frequency = Math.min(...frequencies);
  return Math.log(1 + (total - frequency + 0.5) / (frequency + 0.5));
}

/** What a word tells: its rarity in the corpus, less where it is common in the language at large. */
const weightOf = (word: string, knowledge: Knowledge): number =>
  idf(word, knowledge) * (COMMONEST + (1 - COMMONEST) * knowledge.commonness.rarityOf(word));

/**
 * What a folded question names: expressions of the thesaurus first, then the segmenter's words; question words,
 * courtesies and function words are dropped.
 */
export function unitsOf(folded: string, knowledge: Knowledge): Unit[] {
  const { segmenter, thesaurus, stopWords } = knowledge;
  const matches = thesaurus.lookUp(folded).filter(({ start, end }) => !stopWords.has(folded.slice(start, end)));
  const units: Unit[] = [];
  const add = (text: string, start: number, synonyms: readonly Synonym[]) => {
    const asks = ASKS.test(text);
    units.push({ text, start, synonyms, asks, weight: weightOf(text, knowledge) * (asks ? ASKING : 1) });
  };
  const plain = (from: number, to: number) => {
    let start = from;
    for (const word of segmenter.cut(folded.slice(from, to))) {
      if (/[\p{L}\p{N}]/u.test(word) && !stopWords.has(word))
        for (const part of withoutStopWords(word, stopWords)) add(part, start + word.indexOf(part), []);
      start += word.length;
    }
  };
  let at = 0;
  for (const { start, end, synonyms } of matches) {
    plain(at, start);
    add(folded.slice(start, end), start, synonyms);
    at = end;
  }
  plain(at, folded.length);
  return units.sort((a, b) => a.start - b.start);
}

/** A word the segmenter glued to a question word: `家企业有` keeps `企业`; single function characters go. */
function withoutStopWords(word: string, stopWords: ReadonlySet<string>): string[] {
  if (word.length === 1) return stopWords.has(word) ? [] : [word];
  return [word];
}
