import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Library, openLibrary } from '../../indexer/library.js';

export const KNOWLEDGE = join(__dirname, '../../corpus');
export const LEXICON = join(KNOWLEDGE, 'lexicon.txt');
/** The ten made letters, as a corpus. */
export const MADE = join(__dirname, '../replies');

let seedLibrary: Library | undefined;
let madeLibrary: Library | undefined;

/** The client's reply with everything beside it, indexed in memory; opened once a test file. */
export const seedCorpus = (): Library => {
  seedLibrary ??= openLibrary({ corpus: KNOWLEDGE, knowledge: KNOWLEDGE });
  return seedLibrary;
};

export const madeCorpus = (): Library => {
  madeLibrary ??= openLibrary({ corpus: MADE, knowledge: KNOWLEDGE }, { known: seedLibrary });
  return madeLibrary;
};

/** Letters written for one test, by id, as a corpus with the project's own knowledge, which is read once. */
export function corpusOf(letters: Readonly<Record<string, readonly string[]>>): Library {
  const corpus = mkdtempSync(join(tmpdir(), 'corpus-'));
  for (const [id, lines] of Object.entries(letters)) writeFileSync(join(corpus, `${id}.txt`), lines.join('\n'));
  return openLibrary({ corpus, knowledge: KNOWLEDGE }, { known: seedCorpus() });
}
