import { wordsOfPassage } from '../../indexer/index/terms.js';
import type { Knowledge } from './queryTerm.js';
import { syllablesOf } from './syllables.js';

/** Toneless syllables, read off the language's characters once. */
type SyllableSet = ReadonlySet<string>;

/** A word that a run of syllables may stand for, with what speaks for it; higher is likelier. */
interface SyllableReading {
  readonly word: string;
  readonly weight: number;
}

interface Lexicon {
  readonly syllables: SyllableSet;
  /** By syllables joined with spaces. */
  readonly readings: ReadonlyMap<string, SyllableReading>;
}

const lexicons = new WeakMap<object, Lexicon>();

/** Syllables of the longest word looked for. */
const LONGEST = 6;
/** Letters of the longest syllable. */
const LETTERS = 6;
/** Fewest letters of a run that is read as pinyin: shorter ones are abbreviations. */
const FEWEST = 4;
/** What speaks for a word of the corpus, for one that asks, and for any other of the language. */
const OF_CORPUS = 3;
const OF_ASKING = 2.5;
const OF_LANGUAGE = 1;
/** What speaks for a single character that binds or asks. */
const ALONE = 1.4;
/** What speaks against each word used, so that longer ones are preferred. */
const EACH = 1.2;

const keyOf = (word: string): string => syllablesOf(word).join(' ').replaceAll('ü', 'v');

function lexiconOf({ index, segmenter, stopWords, wordFrequency }: Knowledge): Lexicon {
  const found = lexicons.get(index);
  if (found) return found;
  const readings = new Map<string, SyllableReading>();
  const syllables = new Set<string>();
  const add = (word: string, weight: number) => {
    if (word.length > LONGEST || !/^\p{sc=Han}+$/u.test(word)) return;
    const key = keyOf(word);
    for (const syllable of key.split(' ')) syllables.add(syllable);
    const known = readings.get(key);
    if (!known || known.weight < weight) readings.set(key, { word, weight });
  };
  const counts = new Map<string, number>();
  for (const passage of index.passages) {
    const words = wordsOfPassage(passage, segmenter).own;
    for (const [i, word] of words.entries()) {
      counts.set(word, (counts.get(word) ?? 0) + 1);
      const next = words[i + 1];
      if (next && word.length + next.length <= LONGEST) counts.set(word + next, (counts.get(word + next) ?? 0) + 0.5);
    }
  }
  for (const [word, count] of counts)
    add(word, word.length * (OF_CORPUS + 0.2 * Math.log(count)) * (word.length > 1 ? 1 : 0.3));
  for (const word of stopWords) add(word, word.length > 1 ? word.length * OF_ASKING : ALONE);
  for (const word of wordFrequency.commonest)
    add(word, word.length * OF_LANGUAGE * (1.5 - wordFrequency.rarityOf(word)));
  const lexicon = { syllables, readings };
  lexicons.set(index, lexicon);
  return lexicon;
}

/**
 * A folded question with toneless pinyin read as the likeliest words: those of the corpus before those of the
 * language, long ones before short ones. A run of Latin letters that is not all pinyin, or that the corpus has as it
 * stands, is left alone. Best path over word unigrams by dynamic programming.
 */
export function readPinyin(folded: string, knowledge: Knowledge): string {
  return folded.replace(/[a-z]{4,80}/g, (run) => {
    if (run.length < FEWEST || knowledge.index.frequencyOf(run) > 0) return run;
    return wordsFor(run, lexiconOf(knowledge)) ?? run;
  });
}

/** Letters up to which a run must be one word. */
const SHORT = 6;

/** A run cut into two syllables, joined with a space; the first may be as long as it can. */
function twoSyllables(run: string, syllables: SyllableSet): string | undefined {
  for (let cut = Math.min(LETTERS, run.length - 1); cut > 0; cut--)
    if (syllables.has(run.slice(0, cut)) && syllables.has(run.slice(cut)))
      return `${run.slice(0, cut)} ${run.slice(cut)}`;
  return undefined;
}

function wordsFor(run: string, { syllables, readings }: Lexicon): string | undefined {
  interface Step {
    readonly score: number;
    readonly words: string;
  }
  const best: (Step | undefined)[] = [{ score: 0, words: '' }];
  for (let end = 1; end <= run.length; end++) best.push(undefined);
  for (let start = 0; start < run.length; start++) {
    const from = best[start];
    if (!from) continue;
    const walk = (at: number, key: string, depth: number) => {
      for (let end = at + 1; end <= Math.min(run.length, at + LETTERS); end++) {
        const syllable = run.slice(at, end);
        if (!syllables.has(syllable)) continue;
        const longer = key ? `${key} ${syllable}` : syllable;
        const reading = readings.get(longer);
        if (reading) {
          const score = from.score + reading.weight - EACH;
          if (score > (best[end]?.score ?? Number.NEGATIVE_INFINITY))
            best[end] = { score, words: from.words + reading.word };
        }
        if (depth < LONGEST) walk(end, longer, depth + 1);
      }
    };
    walk(start, '', 1);
  }
  const words = best[run.length]?.words;
  // A short run is one word or an abbreviation.
  const single = readings.get(twoSyllables(run, syllables) ?? '')?.word;
  if (run.length <= SHORT) return single && single.length > 1 ? single : undefined;
  return words && words.length > 1 ? words : undefined;
}
