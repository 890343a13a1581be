import { type Name, namesOf } from '../../indexer/names.js';
import { gramsOf, wordsOf } from '../../indexer/terms.js';
import type { AnswerType } from '../understand/answerType.js';
import { idf, joinedTerms, type Knowledge, type QueryTerm } from '../understand/queryTerm.js';
import { SYNONYM } from './termMatch.js';

/** What of a question the evidence is measured against, made once a question. */
export interface Query {
  readonly terms: readonly QueryTerm[];
  /** The question without courtesies, folded: order and runs are measured on it. */
  readonly core: string;
  readonly answerTypes: readonly AnswerType[];
  readonly grams: ReadonlyMap<string, number>;
  readonly left: string;
  readonly right: string;
  /** All letters and figures before the interrogative, and after it. */
  readonly before: string;
  readonly after: string;
  readonly trigrams: readonly string[];
  /** All words but the interrogative, each with its rarity. */
  readonly words: ReadonlyMap<string, number>;
  readonly numbers: readonly string[];
  readonly latin: readonly string[];
  readonly folded: string;
  /** The terms next to the interrogative. */
  readonly leftTerm?: QueryTerm;
  readonly rightTerm?: QueryTerm;
  /** The heaviest term. */
  readonly key?: QueryTerm;
  namesOf(text: string): readonly Name[];
}

export const INTERROGATIVE =
  /什么时候|啥时候|什么|多少|几|哪一?[个些里年位家种类项]?|谁|为什么|怎么样?|怎样|如何|何时|何|啥|多[久大长高]/;

/** @param telling the terms whose characters and order count; default all */
export function scoredQuery(
  folded: string,
  terms: readonly QueryTerm[],
  answerTypes: readonly AnswerType[],
  knowledge: Knowledge,
  telling: readonly QueryTerm[] = terms,
): Query {
  const grams = new Map<string, number>();
  const add = (text: string, share: number) => {
    for (const gram of gramsOf(text)) grams.set(gram, Math.max(grams.get(gram) ?? 0, share * idf(gram, knowledge)));
  };
  for (const { synonyms } of telling) for (const { word, weight } of synonyms) add(word, SYNONYM * weight);
  for (const run of joinedTerms(telling)) add(run, 1);
  const asks = INTERROGATIVE.exec(folded);
  const end = asks ? asks.index + asks[0].length : 0;
  const core = telling.map(({ text }) => text).join('');
  return {
    folded,
    terms,
    leftTerm: asks ? terms.findLast(({ start }) => start < asks.index) : undefined,
    rightTerm: asks ? terms.find(({ start }) => start >= end) : undefined,
    key: terms.reduce<QueryTerm | undefined>(
      (best, term) => (best && best.weight >= term.weight ? best : term),
      undefined,
    ),
    namesOf: (text) => namesOf(text, knowledge.segmenter),
    core,
    trigrams: [...new Set([...core].slice(2).map((_, i) => core.slice(i, i + 3)))],
    words: new Map(
      wordsOf(folded.replace(INTERROGATIVE, ' '), knowledge.segmenter).map((word) => [word, idf(word, knowledge)]),
    ),
    answerTypes,
    grams,
    left: asks ? lastHan(folded.slice(0, asks.index)) : '',
    right: asks ? firstHan(folded.slice(end)) : '',
    before: asks ? lettersOf(folded.slice(0, asks.index)) : '',
    after: asks ? lettersOf(folded.slice(end)) : '',
    numbers: folded.match(/\d[\d.]*/g) ?? [],
    latin: folded.match(/[a-z]{2,}/g) ?? [],
  };
}

const lettersOf = (text: string): string => text.replace(/[^\p{L}\p{N}]+/gu, '');
const lastHan = (text: string): string => /([\p{sc=Han}]{2})[^\p{sc=Han}]*$/u.exec(text)?.[1] ?? '';
const firstHan = (text: string): string => /^[^\p{sc=Han}]*([\p{sc=Han}]{2})/u.exec(text)?.[1] ?? '';
