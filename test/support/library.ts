import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Library, openLibrary } from '../../indexer/index/library.js';

export const KNOWLEDGE = join(__dirname, '../../corpus');
export const LEXICON = join(KNOWLEDGE, 'lexicon.txt');
/** The ten made letters, as a corpus. */
export const MADE = join(__dirname, '../replies');

/** Made once a worker, by `test/setup/environment.cjs`. */
declare const openLibraries: () => ReadonlyMap<string, Library>;

const opened = new Map<string, Library>();

/** The letters of a folder, indexed in memory; opened once a test file, and the knowledge read once for all folders. */
export function libraryOf(corpus: string): Library {
  const shared = openLibraries();
  const library =
    shared.get(corpus) ??
    opened.get(corpus) ??
    openLibrary({ corpus, knowledge: KNOWLEDGE }, { known: shared.get(KNOWLEDGE) });
  opened.set(corpus, library);
  return library;
}

/** The client's reply with everything beside it. */
export const seedCorpus = (): Library => libraryOf(KNOWLEDGE);
export const madeCorpus = (): Library => libraryOf(MADE);

/** Letters written for one test, by id. */
export function corpusOf(letters: Readonly<Record<string, readonly string[]>>): Library {
  const corpus = mkdtempSync(join(tmpdir(), 'corpus-'));
  for (const [id, lines] of Object.entries(letters)) writeFileSync(join(corpus, `${id}.txt`), lines.join('\n'));
  return libraryOf(corpus);
}
