import { converse, START } from '../../dialogs/converse/conversation.js';
import { startersOf } from '../../dialogs/turn/starters.js';
import { ReplyBotError } from '../../indexer/errors.js';
import { type Library, type LibraryPlaces, openLibrary } from '../../indexer/index/library.js';
import { loadCorpus } from '../../indexer/read/corpus.js';
import type { Holdings } from '../http/health.js';
import { keepToUser } from '../storage/dataFolder.js';
import { corpusState } from './corpusState.js';
import { type BotEngine, createLocalEngine } from './engine.js';

/** The first message of the host to a new process. */
export interface EngineOpening {
  readonly places: LibraryPlaces;
  /** What is in use, for a process that is to replace another; absent for the first. */
  readonly before?: Holdings;
  /** Milliseconds between two checks of the corpus. */
  readonly every: number;
}

/** A method of the engine to call; the host sends one at a time. */
export interface EngineCall {
  readonly method: 'answer' | 'greeting' | 'search' | 'page';
  readonly args: readonly unknown[];
}

/** A message of the process to its host. */
export type EngineMessage =
  | { readonly kind: 'ready'; readonly holdings: Holdings; readonly warnings: readonly string[] }
  /** The corpus is the one in use; the process opens nothing. */
  | { readonly kind: 'same' }
  /** The replies cannot be opened. `words`: a message in Chinese, or the stack of a bug. */
  | { readonly kind: 'unfit'; readonly words: string; readonly isBug: boolean }
  /** The corpus has changed on disk since it was read. */
  | { readonly kind: 'stale' }
  | { readonly kind: 'result'; readonly value: unknown }
  | { readonly kind: 'error'; readonly error: Error };

/** Share of the replies that may vanish at once, in [0, 1]; if more do, the folder is at fault. */
const MAY_VANISH = 0.5;

/** More replies have vanished than is plausible. */
class LostLettersError extends ReplyBotError {
  override readonly name = 'LostLettersError';
  /** Number of replies in use. */
  readonly before: number;
  /** Number of replies found. */
  readonly now: number;

  constructor(before: number, now: number) {
    super(`答复由 ${before} 件减到 ${now} 件`);
    this.before = before;
    this.now = now;
  }
}

/** Asks a few questions, which build what is built at first use: pronunciations, spellings, lists. */
export function warm(library: Library): void {
  for (const question of ['预热', 'yure 怎么样', '一共讲了哪几个部分', '怎么联系']) converse(question, START, library);
  startersOf(library);
}

/** Opens the replies; `undefined` when the corpus is the one in use. */
function openEngine({ places, before }: EngineOpening): { engine: BotEngine; warnings: readonly string[] } | undefined {
  const corpus = loadCorpus(places.corpus);
  if (corpus.fingerprint === before?.corpus) return undefined;
  const now = corpus.replies.length;
  // Checked before the index is built and stored: after a restart it would be used.
  if (before && before.replies - now > MAY_VANISH * before.replies) throw new LostLettersError(before.replies, now);
  const library = openLibrary(places, { corpus });
  warm(library);
  return { engine: createLocalEngine(library), warnings: library.warnings };
}

/** Opens the replies and answers calls until the host disconnects. */
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

// Signals to the process group are handled by the host, which then ends this process.
if (require.main === module) {
  keepToUser();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});
  process.on('disconnect', () => process.exit());
  process.once('message', (opening: EngineOpening) => serve(opening, (told) => process.send?.(told)));
}
