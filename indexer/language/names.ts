import type { Segmenter } from './segment.js';

/** Kinds of named entities (专名), by the dictionary's tags. */
export type Named = 'person' | 'place' | 'body';

export interface Name {
  /** Folded. */
  readonly word: string;
  readonly of: Named;
}

const TAGS: Readonly<Record<string, Named>> = { nr: 'person', nrt: 'person', nrfg: 'person', ns: 'place', nt: 'body' };

const known = new WeakMap<Segmenter, Map<string, readonly Name[]>>();
/** Texts remembered for a segmenter; beyond that all are forgotten. */
const REMEMBERED = 200_000;

/** The proper names in a folded text, in order, of two characters at least. Remembered: the same sentences come up at every turn. */
export function namesOf(folded: string, segmenter: Segmenter): readonly Name[] {
  const texts = known.get(segmenter) ?? new Map<string, readonly Name[]>();
  known.set(segmenter, texts);
  let names = texts.get(folded);
  if (!names) {
    names = segmenter.tag(folded).flatMap(({ word, tag }) => {
      const of = TAGS[tag];
      return of && word.length > 1 ? [{ word, of }] : [];
    });
    if (texts.size >= REMEMBERED) texts.clear();
    texts.set(folded, names);
  }
  return names;
}
