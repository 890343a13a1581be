import type { QueryTerm } from './queryTerm.js';

/** Clauses and characters from which a question tells a story (来龙去脉) before it asks. */
const CLAUSES = 4;
const LENGTH = 40;
/** How much a word of the story counts beside one of what is asked. */
const TOLD = 0.5;

const ASKS =
  /谁|哪|多少|几|什么|啥|怎么|咋|如何|怎样|何时|何处|多久|多大|多长|为何|凭|吗|呢|(\p{sc=Han})[不没]\1|是否|能否|可否|[没不么][?]?$|没有[?]?$|[?]$/u;

/**
 * The part of a folded question that asks, with the clause just before; all else blank, every character at its place.
 * A short question asks as a whole; of a story that never asks, the last clause does.
 */
export function askedPart(folded: string): string {
  const clauses = folded.match(/[^,;!?\u3002]+[,;!?\u3002]*|^[,;!?\u3002]+/g) ?? [];
  if (clauses.length < CLAUSES || folded.length < LENGTH) return folded;
  // A question mark asks, whatever stops stand around it.
  const asks = clauses.map((clause) => clause.includes('?') || ASKS.test(clause.split(/[,;!\u3002]/, 1)[0]!));
  if (!asks.includes(true)) asks[asks.length - 1] = true;
  return clauses.map((clause, i) => (asks[i] || asks[i + 1] ? clause : ' '.repeat(clause.length))).join('');
}

/** Terms with those of the story marked, and counting less. */
export const withNarrative = (terms: readonly QueryTerm[], focus: string): readonly QueryTerm[] =>
  terms.map((term) => (focus[term.start] === ' ' ? { ...term, isNarrative: true, weight: TOLD * term.weight } : term));
