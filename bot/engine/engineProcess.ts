import { converse, START } from '../../dialogs/converse/conversation.js';
import { startersOf } from '../../dialogs/turn/starters.js';
import { ReplyBotError } from '../../indexer/errors.js';
import { type Library, type LibraryPlaces, openLibrary } from '../../indexer/index/library.js';
import { loadCorpus } from '../../indexer/read/corpus.js';
import type { Holdings } from '../http/health.js';
import { keepToUser } from '../storage/dataFolder.js';
import { corpusState } from './corpusState.js';
import { type BotEngine, createLocalEngine } from './engine.js';

/** What the host tells a new process. */
export interface EngineOpening {
  readonly places: LibraryPlaces;
  /** The letters in use, where this process is to take them anew. */
  readonly before?: Holdings;
  /** Milliseconds between two looks at the corpus. */
  readonly every: number;
}

/** What the host asks; one at a time. */
export interface EngineCall {
  readonly method: 'answer' | 'greeting' | 'search' | 'page';
  readonly args: readonly unknown[];
}

/** What a process tells its host. */
export type EngineMessage =
  | { readonly kind: 'ready'; readonly holdings: Holdings; readonly warnings: readonly string[] }
  /** The letters are those that are in use. */
  | { readonly kind: 'same' }
  /** They cannot be used; `words` are for people where it is no bug. */
  | { readonly kind: 'unfit'; readonly words: string; readonly isBug: boolean }
  /** The corpus is another than the one that was read. */
  | { readonly kind: 'stale' }
  | { readonly kind: 'result'; readonly value: unknown }
  | { readonly kind: 'error'; readonly error: Error };

/** Share of the letters that may vanish at once; beyond it something is wrong with the folder, not with the letters. */
const MAY_VANISH = 0.5;

/** Most of the letters are gone. */
class LostLettersError extends ReplyBotError {
  override readonly name = 'LostLettersError';
  readonly before: number;
  readonly now: number;

  constructor(before: number, now: number) {
    super(`答复由 ${before} 件减到 ${now} 件`);
    this.before = before;
    this.now = now;
  }
}

/** The first questions build what only questions need: how words sound, what Latin letters spell, the series of letters. */
export function warm(library: Library): void {
  for (const question of ['预热', 'yure 怎么样', '一共讲了哪几个部分', '怎么联系']) converse(question, START, library);
  startersOf(library);
}

/** Opens the letters; `undefined` where they are those in use. */
function openEngine({ places, before }: EngineOpening): { engine: BotEngine; warnings: readonly string[] } | undefined {
  const corpus = loadCorpus(places.corpus);
  if (corpus.fingerprint === before?.corpus) return undefined;
  const now = corpus.replies.length;
  // Asked before the index is built: a stored index of a lost corpus would be served after a restart.
  if (before && before.replies - now > MAY_VANISH * before.replies) throw new LostLettersError(before.replies, now);
  const library = openLibrary(places, { corpus });
  warm(library);
  return { engine: createLocalEngine(library), warnings: library.warnings };
}

function serve(opening: EngineOpening, tell: (told: EngineMessage) => void): void {
  let seen = corpusState(opening.places.corpus);
  let opened: ReturnType<typeof openEngine>;
  try {
    opened = openEngine(opening);
  } catch (error) {
    const { message, stack } = error as Error;
    const isBug = !(error instanceof ReplyBotError);
    tell({ kind: 'unfit', words: isBug ? (stack ?? message) : message, isBug });
    return;
  }
  if (!opened) {
    tell({ kind: 'same' });
    return;
  }
  const { engine, warnings } = opened;
  process.on('message', async ({ method, args }: EngineCall) => {
    try {
      const value = await (engine[method] as (...given: readonly unknown[]) => Promise<unknown>)(...args);
      tell({ kind: 'result', value });
    } catch (error) {
      tell({ kind: 'error', error: error as Error });
    }
  });
  setInterval(() => {
    const now = corpusState(opening.places.corpus);
    if (now === seen) return;
    seen = now;
    tell({ kind: 'stale' });
  }, opening.every);
  tell({ kind: 'ready', holdings: engine.holdings, warnings });
}

// The host ends this process; a signal to the whole group is the host's to hear.
if (require.main === module) {
  keepToUser();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});
  process.on('disconnect', () => process.exit());
  process.once('message', (opening: EngineOpening) => serve(opening, (told) => process.send?.(told)));
}
