// Indexing: a Corpus in, a Library out, whose index finds passages; stored on disk between starts.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DamagedIndexError, ReplyBotError } from '../errors.js';
import { openSegmenter, type Segmenter } from '../language/segment.js';
import { readThesaurus, type Thesaurus } from '../language/thesaurus.js';
import { readWordFrequency, type WordFrequency } from '../language/wordFrequency.js';
import { type Corpus, loadCorpus } from '../read/corpus.js';
import { decode } from '../read/encoding.js';
import { foldText } from '../text/normalise.js';
import { buildIndex, extendIndex, loadIndex, type SearchIndex } from './searchIndex.js';
import { readIndex, saveIndex } from './store.js';

/** Everything that answering a question needs: the replies, their index, and what is known of the language. */
export interface Library {
  readonly corpus: Corpus;
  readonly index: SearchIndex;
  readonly segmenter: Segmenter;
  readonly thesaurus: Thesaurus;
  readonly wordFrequency: WordFrequency;
  /** Question and function words that say nothing of the subject, folded. */
  readonly stopWords: ReadonlySet<string>;
  /** For the people who run the bot, in Chinese: rebuilt indexes, unreadable files, a segmenter that did not load. */
  readonly warnings: readonly string[];
}

/** Where a library is read from. */
export interface LibraryPlaces {
  /** Folder of replies. */
  readonly corpus: string;
  /** Folder of lexicon, stop words and thesaurus. */
  readonly knowledge: string;
  /** Folder the index is stored in. Default: it is kept in memory alone. */
  readonly store?: string;
}

/**
 * Opens the corpus with its index: the stored one where it is whole and of this corpus, else a new one, which is stored.
 *
 * @param rebuild whether to build a new index in any case; default false
 * @param known an earlier library of the same folders: its segmenter and dictionary go on serving, its index is
 *   extended where letters were only added, and what grew out of it is not stored
 * @param corpus what the folder holds; default: it is read
 * @throws EmptyCorpusError, MalformedLineError
 */
export function openLibrary(
  places: LibraryPlaces,
  {
    rebuild = false,
    known,
    corpus = loadCorpus(places.corpus, known?.corpus),
  }: { readonly rebuild?: boolean; readonly known?: Library; readonly corpus?: Corpus } = {},
): Library {
  const lexicon = join(places.knowledge, 'lexicon.txt');
  const segmenter = known?.segmenter ?? openSegmenter(lexicon);
  const warnings = corpus.faults.map(({ message }) => message);
  if (segmenter.fallback)
    warnings.push(`nodejieba 未能加载(${segmenter.fallback}),改用 ${segmenter.name},问答不受影响。`);

  const origin = originOf({ corpus, segmenter });
  const stored = rebuild || !places.store ? undefined : readIndex(places.store, origin);
  if (stored instanceof ReplyBotError) warnings.push(stored.message);
  const loaded = typeof stored === 'string' ? loadIndex(stored, corpus) : undefined;
  if (typeof stored === 'string' && !loaded)
    warnings.push(new DamagedIndexError(places.store!, '内容不是这些答复的索引').message);
  const index =
    loaded ??
    (known && !rebuild && onlyAdds(known.corpus, corpus)
      ? extendIndex(known.index, corpus, segmenter)
      : buildIndex(corpus, segmenter));
  const library: Library = {
    corpus,
    index,
    segmenter,
    wordFrequency: known?.wordFrequency ?? readWordFrequency(),
    thesaurus: readThesaurus(thesaurusFiles(places.knowledge)),
    stopWords: new Set(linesOf(join(places.knowledge, 'stopwords.txt')).map(foldText)),
    warnings,
  };
  // What grew out of a library in use is stored when there is time: writing it takes as long as reading it.
  if (!loaded && !known) storeLibrary(library, places);
  return library;
}

const originOf = ({ corpus, segmenter }: Pick<Library, 'corpus' | 'segmenter'>): string =>
  `语料 ${corpus.fingerprint} / 分词 ${segmenter.name}`;

/** Stores the index for the next start, where there is a folder for it. */
export function storeLibrary(library: Library, { store }: LibraryPlaces): void {
  if (store) saveIndex(store, originOf(library), library.index.serialise());
}

/** Whether a corpus is another one with letters added, and nothing else. */
function onlyAdds(before: Corpus, now: Corpus): boolean {
  const replies = new Set(now.replies);
  const asked = ({ phrasings }: Corpus, id: string) => JSON.stringify([...(phrasings.get(id) ?? [])]);
  return before.replies.every((reply) => replies.has(reply) && asked(before, reply.id) === asked(now, reply.id));
}

function thesaurusFiles(knowledge: string): { name: string; text: string }[] {
  const folder = join(knowledge, 'thesaurus');
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder)
    .filter((name) => name.endsWith('.txt'))
    .sort();
  return names.map((name) => ({
    name: `thesaurus/${name}`,
    text: decode(join(folder, name), readFileSync(join(folder, name))),
  }));
}

/** The lines of a knowledge file without comments and blanks. */
export const linesOf = (file: string): string[] =>
  decode(file, readFileSync(file))
    .split('\n')
    .map((line) => line.replace(/#.*/s, '').trim())
    .filter(Boolean);
