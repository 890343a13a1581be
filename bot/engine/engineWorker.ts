import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { setPriority } from 'node:os';
import { join } from 'node:path';
import { ReplyBotError } from '../../indexer/errors.js';
import { HOME } from '../configuration.js';
import type { Holdings } from '../http/health.js';
import type { EngineCall, EngineMessage, EngineOpening } from './engineProcess.js';

/** The replies cannot be opened. The message, in Chinese, comes from the process that tried. */
export class UnfitLettersError extends ReplyBotError {
  override readonly name = 'UnfitLettersError';
}

/** A question took longer than allowed; the process that worked on it has been killed. */
export class DeadlineError extends ReplyBotError {
  override readonly name = 'DeadlineError';
  /** Milliseconds. */
  readonly limit: number;

  constructor(limit: number) {
    super(`${limit} 毫秒内没有答完,已停止。`);
    this.limit = limit;
  }
}

/** The process that answers has ended by itself. */
export class EngineExitError extends ReplyBotError {
  override readonly name = 'EngineExitError';
  /** Exit code or signal; `closed` when the bot is stopping. */
  readonly code: number | string | null;

  constructor(code: number | string | null) {
    super(`答问的进程已结束(${code})。若反复出现,可能是内存不足。`);
    this.code = code;
  }
}

/** A process that has the replies open. It runs one call at a time. */
export interface EngineWorker {
  readonly holdings: Holdings;
  /** What was odd about the corpus, in Chinese. */
  readonly warnings: readonly string[];
  /** Whether it can take a call. */
  readonly isFree: boolean;
  /**
   * Runs a call; to be used only while it is free. Rejects with what the call throws, with `DeadlineError` after
   * `deadline` milliseconds, which ends the process, or with `EngineExitError`.
   */
  run(call: EngineCall, deadline: number): Promise<unknown>;
  /** Sets who is told that the corpus has changed on disk, and that the process has ended. */
  watch(watcher: WorkerWatcher): void;
  /** Ends the process when its call has ended. */
  retire(): void;
  /** Ends the process at once. */
  end(): void;
}

export interface WorkerWatcher {
  onStale(): void;
  onExit(error: EngineExitError): void;
}

/** Priority as of `nice`, -20 to 19: the server goes first where there are fewer cores than work. */
const NICE = 5;
/** Most characters of what a library prints that are reported. */
const MOST_PRINTED = 2000;

const SCRIPT = join(HOME, 'dist', 'bot', 'engine', 'engineProcess.js');

/**
 * Starts a process and waits until it has the replies open.
 *
 * @param report told what libraries print in the process
 * @returns `undefined` when `opening.before` names the same corpus, and nothing needs to be opened
 * @throws UnfitLettersError if the replies cannot be opened
 * @throws EngineExitError if the process ends instead
 */
export async function openWorker(
  opening: EngineOpening,
  report: (message: string) => void,
): Promise<EngineWorker | undefined> {
  const child = fork(SCRIPT, [], { serialization: 'advanced', execArgv: [], stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
  if (child.pid) setPriority(child.pid, NICE);
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (printed: string) => report(printed.trim().slice(0, MOST_PRINTED)));
  const ended = once(child, 'exit').then(([code, signal]) => {
    throw new EngineExitError((signal ?? code) as string | number | null);
  });
  // Its end after it has opened is told to the watcher instead.
  ended.catch(() => {});
  child.send(opening);
  const [told] = (await Promise.race([once(child, 'message'), ended])) as [EngineMessage];
  if (told.kind === 'ready') return createWorker(child, told);
  child.disconnect();
  if (told.kind === 'unfit') throw told.isBug ? new Error(told.words) : new UnfitLettersError(told.words);
  return undefined;
}

/** The call that a worker is running. */
interface Running {
  readonly timer: NodeJS.Timeout;
  resolve(value: unknown): void;
  reject(error: Error): void;
}

function createWorker(
  child: ChildProcess,
  { holdings, warnings }: Pick<EngineWorker, 'holdings' | 'warnings'>,
): EngineWorker {
  let running: Running | undefined;
  let watcher: WorkerWatcher | undefined;
  let isUsable = true;
  let isRetired = false;
  const end = () => {
    if (child.connected) child.disconnect();
  };
  const settle = (how: (call: Running) => void) => {
    if (!running) return;
    clearTimeout(running.timer);
    how(running);
    running = undefined;
    if (isRetired) end();
  };
  const kill = (error: Error) => {
    isUsable = false;
    settle(({ reject }) => reject(error));
    child.kill('SIGKILL');
  };
  child.on('message', (told: EngineMessage) => {
    if (told.kind === 'result') settle(({ resolve }) => resolve(told.value));
    else if (told.kind === 'error') settle(({ reject }) => reject(told.error));
    else if (told.kind === 'stale') watcher?.onStale();
  });
  child.once('exit', (code, signal) => {
    const error = new EngineExitError(signal ?? code);
    isUsable = false;
    settle(({ reject }) => reject(error));
    watcher?.onExit(error);
  });
  return {
    holdings,
    warnings,
    get isFree() {
      return isUsable && !running;
    },
    run: (call, deadline) =>
      new Promise((resolve, reject) => {
        running = { timer: setTimeout(() => kill(new DeadlineError(deadline)), deadline), resolve, reject };
        child.send(call);
      }),
    watch(given) {
      watcher = given;
    },
    retire() {
      isRetired = true;
      if (!running) end();
    },
    end,
  };
}
