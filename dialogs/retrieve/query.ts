import { gramsOf } from '../../indexer/index/terms.js';
import { type Name, namesOf } from '../../indexer/language/names.js';
import type { Phrase } from '../understand/phrase.js';
import { idf, joinedTerms, type Knowledge, type QueryTerm } from '../understand/queryTerm.js';
import type { Question } from '../understand/question.js';
import { SYNONYM } from './termMatch.js';

/** What the features of sentences are measured against (查询), made once for a question and a letter. */
export interface Query extends Pick<Question, 'answerTypes' | 'focusMentions'> {
  readonly terms: readonly QueryTerm[];
  /** The telling terms, joined: common subsequences and substrings are measured on it. */
  readonly core: string;
  readonly phrase: Phrase;
  readonly grams: ReadonlyMap<string, number>;
  readonly trigrams: readonly string[];
  /** All words but the interrogative, each with its rarity. */
  readonly words: ReadonlyMap<string, number>;
  /** The terms next to the interrogative. */
  readonly leftTerm?: QueryTerm;
  readonly rightTerm?: QueryTerm;
  /** The heaviest term. */
  readonly key?: QueryTerm;
  namesOf(text: string): readonly Name[];
}

/**
 * @param terms as they count within the letter
 * @param telling the terms whose characters and order count; default all
 */
export function scoredQuery(
  { phrase, answerTypes, focusMentions }: Pick<Question, 'phrase' | 'answerTypes' | 'focusMentions'>,
  terms: readonly QueryTerm[],
  knowledge: Knowledge,
  telling: readonly QueryTerm[] = terms,
): Query {
  const grams = new Map<string, number>();
  const add = (text: string, share: number) => {
    for (const gram of gramsOf(text)) grams.set(gram, Math.max(grams.get(gram) ?? 0, share * idf(gram, knowledge)));
  };
  for (const { synonyms } of telling) for (const { word, weight } of synonyms) add(word, SYNONYM * weight);
  for (const run of joinedTerms(telling)) add(run, 1);
  const core = telling.map(({ text }) => text).join('');
  const { interrogative } = phrase;
  return {
    phrase,
    answerTypes,
    focusMentions,
    terms,
    leftTerm: interrogative && terms.findLast(({ start }) => start < interrogative.start),
    rightTerm: interrogative && terms.find(({ start }) => start >= interrogative.end),
    key: terms.reduce<QueryTerm | undefined>(
      (best, term) => (best && best.weight >= term.weight ? best : term),
      undefined,
    ),
    namesOf: (text) => namesOf(text, knowledge.segmenter),
    core,
    trigrams: [...new Set([...core].slice(2).map((_, i) => core.slice(i, i + 3)))],
    words: new Map(phrase.words.map((word) => [word, idf(word, knowledge)])),
    grams,
  };
}
