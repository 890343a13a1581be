import type { QueryTerm } from '../understand/queryTerm.js';

/** Factor of a match by a synonym, beside one by the word that was typed. */
export const SYNONYM = 0.75;

/** How well a text holds a term, [0, 1]: its own words, a word the thesaurus gives, or a part of a long one. */
export function matchOf(term: QueryTerm, text: string): number {
  if (text.includes(term.text)) return 1;
  let best = 0;
  for (const { word, weight } of term.synonyms) if (weight > best && text.includes(word)) best = weight;
  if (best > 0) return SYNONYM * best;
  const length = term.text.length;
  if (length < 3 || !/^\p{sc=Han}/u.test(term.text)) return length === 2 ? PARTLY * partOf(term, text) : 0;
  let found = 0;
  for (let i = 0; i + 1 < length; i++) if (text.includes(term.text.slice(i, i + 2))) found++;
  return 0.6 * (found / (length - 1));
}

/** Most that one character of a word of two counts. */
const PARTLY = 0.3;

/** The share of a word of two characters that a text holds by one of them, by the rarity of each. */
const partOf = ({ text: [first, second], firstShare }: QueryTerm, text: string): number =>
  Math.max(text.includes(first!) ? firstShare : 0, text.includes(second!) ? 1 - firstShare : 0);

/** How well a text must hold a term, [0, 1], to mention it. */
export const MENTIONED = 0.3;

/** Share of the terms' weight that a text holds, [0, 1]. */
export function coverageOf(terms: readonly QueryTerm[], text: string, weights?: readonly number[]): number {
  let sum = 0;
  let held = 0;
  for (const [i, term] of terms.entries()) {
    const weight = weights?.[i] ?? term.weight;
    sum += weight;
    held += weight * matchOf(term, text);
  }
  return sum > 0 ? held / sum : 0;
}

/** The same from matches that were made before, one for each term. */
export function covered(terms: readonly QueryTerm[], row: readonly number[], weights?: readonly number[]): number {
  let sum = 0;
  let held = 0;
  for (const [i, term] of terms.entries()) {
    const weight = term.weight * (weights?.[i] ?? 1);
    sum += weight;
    held += weight * row[i]!;
  }
  return sum > 0 ? held / sum : 0;
}

/** The offset at which a term first stands in a text, in its own words, else in a synonym; -1 where it does not. */
export function positionOf({ text: word, synonyms }: QueryTerm, text: string): number {
  const own = text.indexOf(word);
  if (own >= 0) return own;
  return synonyms.map((synonym) => text.indexOf(synonym.word)).find((at) => at >= 0) ?? -1;
}

/** The rising offsets of the terms that stand in a text. */
export function positionsOf(terms: readonly QueryTerm[], text: string): number[] {
  return terms
    .map((term) => positionOf(term, text))
    .filter((at) => at >= 0)
    .sort((a, b) => a - b);
}

/** 1 when the terms stand side by side, towards 0 when they are spread. */
export function proximityOf(terms: readonly QueryTerm[], text: string): number {
  const at = positionsOf(terms, text);
  if (at.length < 2) return 0;
  return Math.min(1, (at.length * 4) / (at.at(-1)! - at[0]! + 4));
}

/** Characters within which terms count as standing together. */
const WINDOW = 30;

/** The largest share of the terms' weight that stands within `WINDOW`. */
export function windowOf(terms: readonly QueryTerm[], text: string): number {
  const found = terms.flatMap((term) => {
    const at = positionOf(term, text);
    return at < 0 ? [] : [{ at, weight: term.weight }];
  });
  const total = terms.reduce((sum, { weight }) => sum + weight, 0) || 1;
  let best = 0;
  for (const { at: from } of found) {
    let sum = 0;
    for (const { at, weight } of found) if (at >= from && at < from + WINDOW) sum += weight;
    best = Math.max(best, sum);
  }
  return best / total;
}
