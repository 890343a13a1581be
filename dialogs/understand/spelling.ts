import { wordsOfPassage } from '../../indexer/index/terms.js';
import type { Match } from '../../indexer/language/thesaurus.js';
import type { Knowledge } from './queryTerm.js';
import { readOnce, syllablesOf } from './syllables.js';

/** How much a word guessed from its sound counts beside one typed right. */
const BY_SOUND = 0.9;
/** Characters of a word that is looked for by sound. */
const SHORTEST = 2;
const LONGEST = 6;

/** The words of a corpus by how they sound (拼音). */
type Sounds = ReadonlyMap<string, readonly string[]>;

const sounds = new WeakMap<object, Sounds>();

/**
 * Misspelt words (错别字) of a folded question: a stretch of whole words that the corpus does not have, but that
 * sounds like a word it has, or toneless pinyin in place of a word. Near sounds (`zh` and `z`, `n` and `l`, `in` and
 * `ing`) count as the same, as input methods offer them so. At least half of the characters must be right.
 */
export function typosOf(folded: string, knowledge: Knowledge): Match[] {
  const known = soundsOf(knowledge);
  const words = knowledge.segmenter.cut(folded);
  let at = 0;
  const starts = words.map((word) => {
    at += word.length;
    return at - word.length;
  });
  const matches: Match[] = [];
  for (let from = 0; from < words.length; from++) {
    const start = starts[from]!;
    if (/^[a-z]{4,24}$/.test(words[from]!)) {
      const meant = known.get(words[from]!) ?? [];
      if (meant.length > 0) matches.push(matchOf(start, words[from]!.length, meant));
      continue;
    }
    for (let to = Math.min(words.length, from + LONGEST); to > from; to--) {
      const stretch = words.slice(from, to);
      const typed = stretch.join('');
      if (!mayBeMisspelt(typed, stretch, knowledge)) continue;
      const meant = (known.get(soundOf(typed)) ?? []).filter(
        (word) => word.length === typed.length && !knowledge.stopWords.has(word) && isNear(typed, word),
      );
      if (meant.length === 0) continue;
      matches.push(matchOf(start, typed.length, meant));
      from = to - 1;
      break;
    }
  }
  return matches;
}

const matchOf = (start: number, length: number, words: readonly string[]): Match => ({
  start,
  end: start + length,
  synonyms: words.map((word) => ({ word, weight: BY_SOUND, origin: 'sound' })),
});

/** A stretch of the right length, no function word at either end, that neither the corpus nor the thesaurus has. */
function mayBeMisspelt(
  typed: string,
  words: readonly string[],
  { index, wordFrequency, thesaurus, stopWords }: Knowledge,
): boolean {
  if (typed.length < SHORTEST || typed.length > LONGEST || !/^\p{sc=Han}+$/u.test(typed)) return false;
  if (stopWords.has(typed) || stopWords.has(words[0]!) || stopWords.has(words.at(-1)!)) return false;
  if (thesaurus.lookUp(typed)[0]?.end === typed.length || thesaurus.synonymsOf(typed).length > 0) return false;
  // A single word of the language, or two characters that are words of their own, are what was meant.
  if (words.length === 1 && wordFrequency.isWord(typed)) return false;
  if (typed.length === SHORTEST && words.some((word) => wordFrequency.rarityOf(word) < 0.35)) return false;
  const grams = [...typed].slice(1).map((term, i) => typed[i]! + term);
  return grams.some((gram) => index.frequencyOf(gram) === 0);
}

const isNear = (typed: string, word: string): boolean =>
  [...typed].filter((term, i) => word[i] === term).length * 2 >= typed.length;

function soundsOf(knowledge: Knowledge): Sounds {
  const found = sounds.get(knowledge.index);
  if (found) return found;
  const known = new Map<string, string[]>();
  const words = new Set(
    knowledge.index.passages.flatMap((passage) => {
      const { own, path } = wordsOfPassage(passage, knowledge.segmenter);
      return [...wordsAndPairs(own), ...wordsAndPairs(path)];
    }),
  );
  for (const word of words) {
    if (word.length < SHORTEST || word.length > LONGEST || !/^\p{sc=Han}+$/u.test(word)) continue;
    const syllables = syllablesOf(word);
    for (const key of new Set([near(syllables), syllables.join('').replaceAll('ü', 'v')])) {
      const same = known.get(key);
      if (same) same.push(word);
      else known.set(key, [word]);
    }
  }
  sounds.set(knowledge.index, known);
  return known;
}

/** The words, and pairs of single characters side by side: names that the dictionary lacks. */
function wordsAndPairs(words: readonly string[]): string[] {
  const pairs = words.slice(1).flatMap((word, i) => (word.length + words[i]!.length <= 3 ? [words[i]! + word] : []));
  return [...words, ...pairs];
}

const soundOf = (word: string): string => near(readOnce(word));

/** Syllables with what input methods and dialects confuse made the same; `|` keeps the key apart from typed pinyin. */
const near = (syllables: readonly string[]): string =>
  `|${syllables
    .map((syllable) =>
      syllable
        .replace(/^([zcs])h/, '$1')
        .replace(/^n(?=[aeiouü])/, 'l')
        .replace(/^hu(?=[aeiou])/, 'f')
        .replace(/(?<=[aeiou]n)g$/, ''),
    )
    .join(' ')}`;
