import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { converse, START } from '../dialogs/conversation.js';
import { startersOf } from '../dialogs/starters.js';
import { loadCorpus } from '../indexer/corpus.js';
import { type Library, type LibraryPlaces, openLibrary, storeLibrary } from '../indexer/library.js';

/** The library in use, taken anew when its folder changes; the old one answers until the new one is whole. */
export interface LiveLibrary {
  current(): Library;
  /** How many times it was taken anew. */
  readonly generation: number;
  close(): void;
}

/** Milliseconds between two looks at the corpus. */
const EVERY = 750;
/** Share of the letters that may vanish at once; beyond it something is wrong with the folder, not with the letters. */
const MAY_VANISH = 0.5;

/** @param report told what went wrong or was taken in, in Chinese */
export function openLive(places: LibraryPlaces, report: (message: string) => void, every = EVERY): LiveLibrary {
  let library = openLibrary(places);
  warm(library);
  const stored = library;
  for (const warning of library.warnings) report(warning);
  let seen = stateOf(places.corpus);
  let generation = 0;
  let looking = false;
  const look = async () => {
    const now = stateOf(places.corpus);
    if (now === seen || looking) return;
    seen = now;
    looking = true;
    try {
      if (now === undefined) throw new Error('目录读不到');
      const corpus = loadCorpus(places.corpus, library.corpus);
      if (corpus.fingerprint === library.corpus.fingerprint) return;
      // Asked before the index is built: a stored index of a lost corpus would be served after a restart.
      const lost = library.index.replies.size - corpus.replies.length;
      if (lost > MAY_VANISH * library.index.replies.size)
        throw new Error(`答复由 ${library.index.replies.size} 件减到 ${corpus.replies.length} 件`);
      await setImmediate();
      const next = openLibrary(places, { known: library, corpus });
      // Between the steps, questions are answered.
      await setImmediate();
      warm(next);
      library = next;
      generation++;
      report(`语料有变,已启用新索引:答复 ${next.index.replies.size} 件。`);
      for (const warning of next.warnings) report(warning);
    } catch (error) {
      report(`语料有变但未启用(${(error as Error).message}),仍用原来的 ${library.index.replies.size} 件答复。`);
    } finally {
      looking = false;
    }
  };
  const timer = setInterval(() => void look(), every);
  timer.unref();
  return {
    current: () => library,
    get generation() {
      return generation;
    },
    close() {
      clearInterval(timer);
      if (stored === library) return;
      try {
        storeLibrary(library, places);
      } catch (error) {
        report(`索引未能存下(${(error as Error).message}),下次启动时重建。`);
      }
    },
  };
}

/** The first questions build what only questions need: how words sound, what Latin letters spell, the series of letters. */
export function warm(library: Library): void {
  for (const question of ['预热', 'yure 怎么样', '一共讲了哪几个部分', '怎么联系']) converse(question, START, library);
  startersOf(library);
}

/** Names, sizes and times of the files of a corpus; `undefined` where there is no folder. Links are not followed. */
function stateOf(corpus: string): string | undefined {
  const list = (folder: string): string[] =>
    readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
      const file = join(folder, entry.name);
      if (entry.isDirectory()) return entry.name === 'replies' ? list(file) : [];
      if (!entry.isFile() || entry.name.endsWith('.tmp')) return [];
      const { size, mtimeMs } = lstatSync(file);
      return [`${file} ${size} ${mtimeMs}`];
    });
  try {
    return list(corpus).sort().join('\n');
  } catch {
    return undefined;
  }
}
