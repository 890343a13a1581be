import MiniSearch, { type Options, type SearchResult } from 'minisearch';
import type { Segmenter } from '../language/segment.js';
import { memoise } from '../memoise.js';
import type { Reply } from '../parse/reply.js';
import { type Passage, passagesOf } from '../passages/passage.js';
import type { Corpus } from '../read/corpus.js';
import { foldText } from '../text/normalise.js';
import { indexLetters, type LetterIndex } from './letterIndex.js';
import { gramsOf, wordsOfPassage } from './terms.js';

/** Where a term may be looked for. */
export type SearchField = 'grams' | 'words' | 'phrasing';

/** A passage found (命中), with the index's own score; higher is nearer. */
export interface Candidate {
  readonly passage: Passage;
  readonly score: number;
}

/** What is searched: folded terms, each with its weight. */
export interface WeightedTerm {
  readonly term: string;
  readonly weight: number;
}

/** The index over all passages (索引); MiniSearch is used behind it and nowhere else. */
export interface SearchIndex {
  readonly replies: ReadonlyMap<string, Reply>;
  readonly passages: readonly Passage[];
  /** Mean length of a sentence, folded characters. */
  readonly averageLength: number;
  /** How people ask for a passage, folded; empty when staff wrote nothing. */
  phrasingsOf(passage: Passage): readonly string[];
  /** A whole letter, folded; empty for an unknown id. */
  lettersText(replyId: string): string;
  /** The passages of a letter, in its order. */
  passagesOf(replyId: string): readonly Passage[];
  /** Which letters hold a word; numbered as `replies` lists them. */
  readonly letters: LetterIndex;
  /** In how many passages a gram occurs (document frequency); 1 for one that only headings have. */
  frequencyOf(gram: string): number;
  /** Passages that share a term with the query, best first, at most `limit`. */
  search(grams: readonly WeightedTerm[], words: readonly WeightedTerm[], limit: number): Candidate[];
  /** What `loadIndex` reopens: JSON, in MiniSearch's own form. */
  serialise(): string;
}

/** What MiniSearch holds of a passage: terms joined by spaces. */
interface Document {
  readonly id: string;
  readonly grams: string;
  readonly words: string;
  readonly phrasing: string;
}

/**
 * BM25 with k 0.9, b 1 and d 0, measured best on the gold questions for uni- and bigrams of Chinese passages. Fields
 * are weighed against each other: words add a little to the grams, phrasings count for somewhat less than the letter.
 */
const OPTIONS: Options<Document> = {
  fields: ['grams', 'words', 'phrasing'],
  tokenize: (terms) => terms.split(' '),
  processTerm: (term) => term || null,
  searchOptions: { bm25: { k: 0.9, b: 1, d: 0 }, boost: { grams: 1, words: 0.5, phrasing: 0.6 } },
};

export interface IndexSources {
  readonly replies: readonly Reply[];
  readonly phrasings: Corpus['phrasings'];
  /** Default: the passages of the replies. */
  readonly passages?: readonly Passage[];
}

/** Indexes the passages of some replies. */
export function buildIndex(sources: IndexSources, segmenter: Segmenter): SearchIndex {
  const mini = new MiniSearch<Document>(OPTIONS);
  const passages = sources.passages ?? sources.replies.flatMap(passagesOf);
  mini.addAll(passages.map((passage) => documentOf(passage, sources, segmenter)));
  return wrap(mini, passages, sources);
}

/**
 * Reopens what `serialise` gave.
 *
 * @param sources the replies it was built from
 * @returns `undefined` where it was built from other passages, or is no index at all
 */
export function loadIndex(serialised: string, sources: IndexSources): SearchIndex | undefined {
  const passages = sources.replies.flatMap(passagesOf);
  try {
    const mini = MiniSearch.loadJSON<Document>(serialised, OPTIONS);
    const isOfThese = mini.documentCount === passages.length && passages.every(({ id }) => mini.has(id));
    return isOfThese ? wrap(mini, passages, sources) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Adds replies to an index: the same as building a new one, and much faster. The known one goes on serving and finds
 * what it found before.
 *
 * @param sources the replies of `known`, the same objects with the same phrasings, and others
 */
export function extendIndex(known: SearchIndex, sources: IndexSources, segmenter: Segmenter): SearchIndex {
  const { mini, frequencies } = insides.get(known)!;
  const passages = sources.replies.flatMap((reply) =>
    known.replies.has(reply.id) ? known.passagesOf(reply.id) : passagesOf(reply),
  );
  const fresh = passages.filter(({ replyId }) => !known.replies.has(replyId));
  mini.addAll(fresh.map((passage) => documentOf(passage, sources, segmenter)));
  return wrap(mini, passages, sources, countGrams(fresh, new Map(frequencies)));
}

/** What `extendIndex` needs of an index. */
interface Insides {
  readonly mini: MiniSearch<Document>;
  /** In how many passages each gram occurs. */
  readonly frequencies: ReadonlyMap<string, number>;
}
const insides = new WeakMap<SearchIndex, Insides>();

/** Adds to `counts` in how many passages each gram occurs. */
function countGrams(passages: readonly Passage[], counts: Map<string, number>): Map<string, number> {
  for (const { folded } of passages)
    for (const gram of new Set(gramsOf(folded))) counts.set(gram, (counts.get(gram) ?? 0) + 1);
  return counts;
}

/** A whole letter, folded. */
export const foldedLetter = memoise(({ text }: Reply): string => foldText(text));

function documentOf(passage: Passage, sources: IndexSources, segmenter: Segmenter): Document {
  return {
    id: passage.id,
    grams: gramsOf(passage.folded).join(' '),
    words: wordsOfPassage(passage, segmenter).own.join(' '),
    phrasing: phrasingsFor(sources, passage).map(foldText).flatMap(gramsOf).join(' '),
  };
}

/** How people ask for a passage, as staff wrote it. */
function phrasingsFor({ phrasings }: IndexSources, passage: Passage): readonly string[] {
  return phrasings.get(passage.replyId)?.get(passage.labels.join('/')) ?? [];
}

/** @param frequencies in how many passages each gram occurs; default: counted */
function wrap(
  mini: MiniSearch<Document>,
  passages: readonly Passage[],
  sources: IndexSources,
  frequencies: ReadonlyMap<string, number> = countGrams(passages, new Map()),
): SearchIndex {
  const ofHeadings = new Set(passages.flatMap(({ foldedPath }) => gramsOf(foldedPath)));
  const frequencyOf = (gram: string) => frequencies.get(gram) ?? (ofHeadings.has(gram) ? 1 : 0);
  const texts = new Map(sources.replies.map((reply) => [reply.id, foldedLetter(reply)]));
  const ofLetter = passagesByLetter(passages);
  const asked = new Map(passages.map((passage) => [passage.id, phrasingsFor(sources, passage).map(foldText)]));
  const byId = new Map(passages.map((passage) => [passage.id, passage]));
  const index: SearchIndex = {
    replies: new Map(sources.replies.map((reply) => [reply.id, reply])),
    passages,
    averageLength: averageLength(passages),
    phrasingsOf: (passage) => asked.get(passage.id) ?? [],
    lettersText: (id) => texts.get(id) ?? '',
    passagesOf: (id) => ofLetter.get(id) ?? [],
    letters: indexLetters([...texts.values()]),
    frequencyOf,
    search: (grams, words, limit) =>
      searchIn(mini, grams, words, frequencyOf)
        .slice(0, limit)
        .map(({ id, score }) => ({ passage: byId.get(id as string), score }))
        // A passage that was added for a later index is not seen by this one.
        .filter((one): one is Candidate => one.passage !== undefined),
    serialise: () => JSON.stringify(mini),
  };
  insides.set(index, { mini, frequencies });
  return index;
}

function passagesByLetter(passages: readonly Passage[]): ReadonlyMap<string, readonly Passage[]> {
  const ofLetter = new Map<string, Passage[]>();
  for (const passage of passages) {
    const list = ofLetter.get(passage.replyId);
    if (list) list.push(passage);
    else ofLetter.set(passage.replyId, [passage]);
  }
  return ofLetter;
}

/** The search itself: grams in letters and phrasings, words in letters, each term with its weight. */
function searchIn(
  mini: MiniSearch<Document>,
  grams: readonly WeightedTerm[],
  words: readonly WeightedTerm[],
  frequencyOf: (gram: string) => number,
): SearchResult[] {
  const boosts = new Map([...grams, ...words].map(({ term, weight }) => [term, weight]));
  const boostTerm = (term: string) => boosts.get(term) ?? 1;
  const query = (terms: readonly WeightedTerm[], fields: SearchField[]) =>
    terms.length > 0 ? [{ queries: [terms.map(({ term }) => term).join(' ')], fields, boostTerm }] : [];
  // A word is in no more passages than its rarest gram.
  const atMost = (word: string) => Math.min(...gramsOf(word).map(frequencyOf));
  const queries = [
    ...query(affordable(grams, frequencyOf), ['grams', 'phrasing']),
    ...query(affordable(words, atMost), ['words']),
  ];
  return queries.length > 0 ? mini.search({ combineWith: 'OR', queries }) : [];
}

/**
 * Postings that a search may read. Its time grows with their number, and most belong to the terms that tell least:
 * beyond this the commonest terms are left out. In a corpus of a few hundred passages none are.
 */
const MOST_POSTINGS = 8000;

/** The rarest terms whose postings are no more than `MOST_POSTINGS`, in their order; at least one. */
function affordable(terms: readonly WeightedTerm[], frequencyOf: (term: string) => number): readonly WeightedTerm[] {
  const rarest = [...terms].sort((a, b) => frequencyOf(a.term) - frequencyOf(b.term));
  let read = 0;
  const end = rarest.findIndex(({ term }, i) => {
    read += frequencyOf(term);
    return i > 0 && read > MOST_POSTINGS;
  });
  if (end < 0) return terms;
  const kept = new Set(rarest.slice(0, end));
  return terms.filter((term) => kept.has(term));
}

function averageLength(passages: readonly Passage[]): number {
  const lengths = passages.flatMap(({ sentences }) => sentences.map(({ folded }) => folded.length));
  return lengths.length > 0 ? lengths.reduce((sum, length) => sum + length, 0) / lengths.length : 1;
}
