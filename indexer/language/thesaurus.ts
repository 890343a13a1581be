import { MalformedLineError } from '../errors.js';
import { foldText } from '../text/normalise.js';

/** Another word for what was typed, as replies write it. */
export interface Synonym extends WeightedWord {
  /**
   * Who says that the two mean the same: a group of the thesaurus, the sound of a word that is misspelt, or a number
   * written in the other script (`五千万`, `5000万`).
   */
  readonly origin: 'thesaurus' | 'sound' | 'numeral';
}

/** A word of a group, folded. */
interface WeightedWord {
  readonly word: string;
  /** How near it is to what was typed, (0, 1]. */
  readonly weight: number;
}

/** Everyday words (口语) and the words of replies they stand for (同义词). */
export interface Thesaurus {
  /** Number of groups read, one a line. */
  readonly size: number;
  /** The entries found in a folded question: longest match first at each place, not overlapping. */
  lookUp(question: string): Match[];
  /**
   * The synonyms of a whole word, which may be of one character. A verb or noun of one character that is no entry as
   * it stands is looked up without its complement: `补过` as `补`, `园里` as `园`.
   */
  synonymsOf(word: string): readonly Synonym[];
}

/** An entry found in a question. */
export interface Match {
  /** Offsets in the folded question. */
  readonly start: number;
  readonly end: number;
  readonly synonyms: readonly Synonym[];
}

/** A verb of one character with its complement (`补过`, `挪走`), or a noun with a place word (`园里`). */
const WITH_COMPLEMENT = /^(\p{sc=Han})[了过着好完掉走到出上下起成住开光死里中内外边头处]$/u;

/** What a typed word stands for, each with its weight. */
type Entry = ReadonlyMap<string, number>;

/** Weight of a word to which the group gives none. */
const DEFAULT_WEIGHT = 1;

/**
 * Reads groups in the Solr synonyms format: `甲, 乙` are equivalent, `甲, 乙 => 丙, 丁|0.5` leads from what is typed
 * to what replies write; 丁 is a looser word for it, of weight 0.5 instead of 1. `#` opens a comment.
 *
 * @throws MalformedLineError for a line with an empty side or a weight outside (0, 1]
 */
export function readThesaurus(files: readonly { name: string; text: string }[]): Thesaurus {
  const entries = new Map<string, Map<string, number>>();
  let size = 0;
  const add = (typed: string, written: string, weight: number) => {
    if (typed === written) return;
    const synonyms = entries.get(typed) ?? new Map<string, number>();
    synonyms.set(written, Math.max(weight, synonyms.get(written) ?? 0));
    entries.set(typed, synonyms);
  };
  for (const { name, text } of files) {
    for (const [i, line] of text.split('\n').entries()) {
      const group = line.replace(/(^|\s)#.*/s, '').trim();
      if (group === '') continue;
      const fail = (fault: string) => new MalformedLineError(name, i + 1, fault);
      const sides = group.split('=>').map((side) => side.split(',').map((word) => readWord(word, fail)));
      if (sides.length > 2 || sides.some((side) => side.some(({ word }) => word === '')))
        throw fail('应为「甲, 乙」或「甲, 乙 => 丙, 丁」');
      const [left, right] = sides as [WeightedWord[], WeightedWord[] | undefined];
      size++;
      for (const { word: typed } of left) {
        for (const { word, weight } of right ?? left) add(typed, word, weight);
      }
    }
  }
  const longest = Math.max(0, ...[...entries.keys()].map((word) => word.length));
  return {
    size,
    lookUp: (question) => lookUp(question, entries, longest),
    synonymsOf: (word) => synonymsIn(entries.get(word) ?? entries.get(WITH_COMPLEMENT.exec(word)?.[1] ?? '')),
  };
}

const synonymsIn = (entry: Entry | undefined): Synonym[] =>
  [...(entry ?? [])].map(([word, weight]) => ({ word, weight, origin: 'thesaurus' }));

function readWord(printed: string, fail: (fault: string) => Error): WeightedWord {
  const [word, weight = DEFAULT_WEIGHT] = printed.trim().split('|');
  const value = Number(weight);
  if (!(value > 0 && value <= 1)) throw fail(`权重 ${weight} 应在 (0, 1] 之内`);
  return { word: foldText(word ?? ''), weight: value };
}

function lookUp(question: string, entries: ReadonlyMap<string, Entry>, longest: number): Match[] {
  const matches: Match[] = [];
  for (let start = 0; start < question.length; start++) {
    for (let length = Math.min(longest, question.length - start); length >= 2; length--) {
      const entry = entries.get(question.slice(start, start + length));
      if (!entry) continue;
      matches.push({ start, end: start + length, synonyms: synonymsIn(entry) });
      start += length - 1;
      break;
    }
  }
  return matches;
}
