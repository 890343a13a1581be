import type { QueryTerm } from './queryTerm.js';

/** The least clauses and characters of a question that tells a story (来龙去脉) before it asks. */
const CLAUSES = 4;
const LENGTH = 40;
/** Weight of a word of the story, where a word of what is asked has 1. */
const TOLD = 0.5;

const ASKS =
  /谁|哪|多[少久大长]|几|什么|啥|怎[么样]|咋|如何|何[时处]|为何|吗|呢|(\p{sc=Han})[不没]\1|[是能可]否|([没不么]|没有)[?]?$|[?]$/u;

/**
 * The clauses of a folded question that ask, and the one before each; the others are replaced by spaces, so that offsets
 * stay. A short question is left whole. Where no clause asks, the last one counts as asking.
 */
export function askedPart(folded: string): string {
  const clauses = folded.match(/[^,;!?\u3002]+[,;!?\u3002]*|^[,;!?\u3002]+/g) ?? [];
  if (clauses.length < CLAUSES || folded.length < LENGTH) return folded;
  // A question mark asks, whatever stops stand around it.
  const asks = clauses.map((clause) => clause.includes('?') || ASKS.test(clause.split(/[,;!\u3002]/, 1)[0]!));
  if (!asks.includes(true)) asks[asks.length - 1] = true;
  return clauses.map((clause, i) => (asks[i] || asks[i + 1] ? clause : ' '.repeat(clause.length))).join('');
}

/** Terms with those outside the asking part marked as narrative, and their weights reduced. */
export const withNarrative = (terms: readonly QueryTerm[], focus: string): readonly QueryTerm[] =>
  terms.map((term) => (focus[term.start] === ' ' ? { ...term, isNarrative: true, weight: TOLD * term.weight } : term));
