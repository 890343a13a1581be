import { gramsOf } from '../../indexer/index/terms.js';
import type { Passage } from '../../indexer/passages/passage.js';
import { joinedTerms, type Knowledge, type QueryTerm, queryTermsOf } from '../understand/queryTerm.js';

/** Staff's phrasings as vectors of grams, each gram weighted by how few phrasings have it (tf-idf). */
interface PhrasingIndex {
  /** For each gram, the phrasings that have it. */
  readonly postings: ReadonlyMap<string, readonly number[]>;
  /** For each phrasing, its passage and the length of its vector. */
  readonly passages: readonly Passage[];
  readonly lengths: Float64Array;
}

const indexes = new WeakMap<object, PhrasingIndex>();

/** How much the second and third nearest phrasing of a passage add to the nearest. */
const NEXT = [1, 0.5, 0.3];
const ALL = NEXT.reduce((sum, share) => sum + share, 0);

const gramSet = (terms: readonly QueryTerm[]): Set<string> => new Set(joinedTerms(terms).flatMap(gramsOf));

function indexOf(knowledge: Knowledge): PhrasingIndex {
  const known = indexes.get(knowledge.index);
  if (known) return known;
  const postings = new Map<string, number[]>();
  const passages: Passage[] = [];
  const vectors: Set<string>[] = [];
  for (const passage of knowledge.index.passages) {
    for (const phrasing of knowledge.index.phrasingsOf(passage)) {
      const grams = gramSet(queryTermsOf(phrasing, knowledge));
      for (const gram of grams) {
        const list = postings.get(gram);
        if (list) list.push(passages.length);
        else postings.set(gram, [passages.length]);
      }
      passages.push(passage);
      vectors.push(grams);
    }
  }
  const lengths = Float64Array.from(vectors, (grams) =>
    Math.sqrt([...grams].reduce((sum, gram) => sum + rarity(postings.get(gram)!.length, passages.length) ** 2, 0)),
  );
  const index = { postings, passages, lengths };
  indexes.set(knowledge.index, index);
  return index;
}

const rarity = (holders: number, all: number): number => Math.log(1 + all / (1 + holders));

/**
 * How near a question is to the phrasings of each passage, (0, 1]: the cosines of the three nearest, the nearest
 * counting most. Passages whose phrasings share no gram with the question are absent.
 */
export function phrasingLikeness(terms: readonly QueryTerm[], knowledge: Knowledge): ReadonlyMap<Passage, number> {
  const { postings, passages, lengths } = indexOf(knowledge);
  const dots = new Map<number, number>();
  let square = 0;
  for (const gram of gramSet(terms)) {
    const list = postings.get(gram);
    const weight = rarity(list?.length ?? 0, passages.length);
    square += weight * weight;
    for (const phrasing of list ?? []) dots.set(phrasing, (dots.get(phrasing) ?? 0) + weight * weight);
  }
  const cosines = new Map<Passage, number[]>();
  for (const [phrasing, dot] of dots) {
    const cosine = dot / (Math.sqrt(square) * lengths[phrasing]! || 1);
    const list = cosines.get(passages[phrasing]!);
    if (list) list.push(cosine);
    else cosines.set(passages[phrasing]!, [cosine]);
  }
  return new Map(
    [...cosines].map(([passage, list]) => {
      const nearest = list.sort((a, b) => b - a).slice(0, NEXT.length);
      return [passage, nearest.reduce((sum, cosine, i) => sum + NEXT[i]! * cosine, 0) / ALL];
    }),
  );
}
