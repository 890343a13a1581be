/** Similarity of a question and a text by their characters and grams. */

/** The saturation of term frequency in BM25. */
const k = 0.9;

/** BM25 (Robertson and Zaragoza 2009) of a short text, k 0.9, length counting 0.6. */
export function bm25Of(grams: ReadonlyMap<string, number>, text: string, averageLength: number): number {
  let score = 0;
  for (const [gram, weight] of grams) {
    let count = 0;
    for (let at = text.indexOf(gram); at >= 0 && count < 4; at = text.indexOf(gram, at + 1)) count++;
    if (count > 0) score += (weight * count * (k + 1)) / (count + k * (0.4 + 0.6 * (text.length / averageLength)));
  }
  return score;
}

/** An upper bound of BM25 over some grams, more than 0. */
export const mostOf = (grams: ReadonlyMap<string, number>): number =>
  [...grams.values()].reduce((sum, weight) => sum + weight, 0) * (k + 1) || 1;

/** The row that `subsequence` fills; shared by all calls, of which there is one for each sentence of each question. */
let row = new Uint16Array(512);

/** Length of the longest common subsequence, by the table of one row (Hirschberg 1975). */
export function subsequence(a: string, b: string): number {
  if (row.length <= b.length) row = new Uint16Array(2 * b.length);
  row.fill(0, 0, b.length + 1);
  for (let i = 0; i < a.length; i++) {
    const unit = a.charCodeAt(i);
    let diagonal = 0;
    for (let j = 1; j <= b.length; j++) {
      const above = row[j]!;
      const left = row[j - 1]!;
      row[j] = b.charCodeAt(j - 1) === unit ? diagonal + 1 : Math.max(above, left);
      diagonal = above;
    }
  }
  return row[b.length]!;
}

/** Length of the longest common substring. */
export function substring(a: string, b: string): number {
  let longest = 0;
  for (let i = 0; i < a.length; i++) {
    while (i + longest < a.length && b.includes(a.slice(i, i + longest + 1))) longest++;
  }
  return longest;
}

/** Share of the strings that a text has, [0, 1]; 0 where there are no strings. */
export const share = (asked: readonly string[], text: string): number =>
  asked.length > 0 ? asked.filter((one) => text.includes(one)).length / asked.length : 0;

/** Of each gram, which sentences have it. */
export const heldBy = (grams: ReadonlyMap<string, number>, sentences: readonly string[]): (readonly boolean[])[] =>
  [...grams.keys()].map((gram) => sentences.map((sentence) => sentence.includes(gram)));

/**
 * For each group of sentences, the share of the question's grams that one of them has, each gram by its rarity among
 * the groups.
 *
 * @param held of each gram, which sentences have it
 * @param groups places of sentences
 */
export function rarityShares(
  grams: ReadonlyMap<string, number>,
  held: readonly (readonly boolean[])[],
  groups: readonly (readonly number[])[],
): number[] {
  const shares = groups.map(() => 0);
  let sum = 0;
  let row = 0;
  for (const weight of grams.values()) {
    const sentences = held[row++]!;
    const has = groups.map((group) => group.some((at) => sentences[at]));
    const count = has.filter(Boolean).length;
    const rarity = Math.min(1, weight / 4) * Math.log(1 + groups.length / (0.5 + count));
    sum += rarity;
    for (const [i, one] of has.entries()) if (one) shares[i]! += rarity;
  }
  return shares.map((one) => (sum > 0 ? one / sum : 0));
}

/** Share of the strings' weight that a text has, [0, 1], of strings of one length where one is given; 0 of none. */
export function weightedShare(asked: ReadonlyMap<string, number>, text: string, length?: number): number {
  let sum = 0;
  let held = 0;
  for (const [one, weight] of asked) {
    if (length !== undefined && one.length !== length) continue;
    sum += weight;
    if (text.includes(one)) held += weight;
  }
  return sum > 0 ? held / sum : 0;
}

/** Length of the longest end, and of the longest beginning, of some words that a text has; at most `most`. */
export function endHeld(words: string, text: string, most: number): number {
  let length = 0;
  while (length < most && length < words.length && text.includes(words.slice(-length - 1))) length++;
  return length;
}
export function beginningHeld(words: string, text: string, most: number): number {
  let length = 0;
  while (length < most && length < words.length && text.includes(words.slice(0, length + 1))) length++;
  return length;
}
