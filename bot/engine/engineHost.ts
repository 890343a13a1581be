import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { setPriority } from 'node:os';
import { join } from 'node:path';
import { ReplyBotError } from '../../indexer/errors.js';
import type { LibraryPlaces } from '../../indexer/index/library.js';
import { HOME } from '../configuration.js';
import type { Holdings } from '../http/health.js';
import type { BotEngine } from './engine.js';
import type { EngineCall, EngineMessage, EngineOpening } from './engineProcess.js';

/** The letters cannot be opened, said in words for people. */
export class UnfitLettersError extends ReplyBotError {
  override readonly name = 'UnfitLettersError';
}

/** A question took longer than any may; the process that was at it has been ended. */
export class DeadlineError extends Error {
  override readonly name = 'DeadlineError';
  /** Milliseconds. */
  readonly limit: number;

  constructor(limit: number) {
    super(`The answer was not there after ${limit} ms.`);
    this.limit = limit;
  }
}

/** A question waited too long for those before it, and was not begun. */
export class OverloadError extends Error {
  override readonly name = 'OverloadError';
  /** Milliseconds. */
  readonly waited: number;

  constructor(waited: number) {
    super(`The question waited ${Math.round(waited)} ms for those before it.`);
    this.waited = waited;
  }
}

/** The process that answers has ended by itself. */
export class EngineExitError extends Error {
  override readonly name = 'EngineExitError';
  readonly code: number | string | null;

  constructor(code: number | string | null) {
    super(`The process that answers has ended (${code}).`);
    this.code = code;
  }
}

export interface EngineSetting {
  /** Told in Chinese what the operator should know: letters taken anew, unreadable files. */
  readonly report?: (message: string) => void;
  /** Told what failed without anybody waiting for it. */
  readonly failed?: (error: Error) => void;
  /** Milliseconds one question may take. Default 10,000. */
  readonly deadline?: number;
  /** Milliseconds a question may wait for those before it. Default 15,000. */
  readonly patience?: number;
  /** Milliseconds between two looks at the corpus. Default 750. */
  readonly every?: number;
}

/** Milliseconds before a process that ended by itself is started again, doubled each time up to the second. */
const AGAIN = 200;
const AGAIN_AT_MOST = 10_000;

/** Priority of a process that answers, as of `nice`: -20 first, 19 last. */
const BEHIND = 5;

const SCRIPT = join(HOME, 'dist', 'bot', 'engine', 'engineProcess.js');

interface Job extends EngineCall {
  readonly since: number;
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/** A process with the letters open, and what it is at. */
interface Worker {
  readonly child: ChildProcess;
  readonly holdings: Holdings;
  job?: Job;
  timer?: NodeJS.Timeout;
}

/**
 * Answers in a process of its own, so that no question and no letter can hold up the server: it gets one question at a
 * time, and is ended and started again when one takes too long. When the corpus changes, a second process reads it,
 * builds the index and takes over whole; until then the first one answers.
 *
 * @throws UnfitLettersError when the letters cannot be opened
 */
export async function startEngine(
  places: LibraryPlaces,
  { report = () => {}, failed = () => {}, deadline = 10_000, patience = 15_000, every = 750 }: EngineSetting = {},
): Promise<BotEngine> {
  const queue: Job[] = [];
  let closed = false;
  let generation = 0;
  let renewing = false;
  /** Whether the corpus changed once more while it was being taken anew. */
  let changed = false;
  let again = AGAIN;

  const next = () => {
    if (!worker || worker.job || closed) return;
    const job = queue.shift();
    if (!job) return;
    const waited = performance.now() - job.since;
    if (waited > patience) {
      job.reject(new OverloadError(waited));
      return next();
    }
    const at = worker;
    at.job = job;
    at.timer = setTimeout(() => {
      delete at.job;
      job.reject(new DeadlineError(deadline));
      at.child.kill('SIGKILL');
    }, deadline);
    at.child.send({ method: job.method, args: job.args } satisfies EngineCall);
  };
  const finish = (at: Worker, settle: (job: Job) => void) => {
    clearTimeout(at.timer);
    const { job } = at;
    delete at.job;
    if (job) settle(job);
    // One that has been replaced ends with its last answer.
    if (at === worker) next();
    else at.child.disconnect();
  };
  const employ = (child: ChildProcess, holdings: Holdings): Worker => {
    const at: Worker = { child, holdings };
    child.on('message', (told: EngineMessage) => {
      if (told.kind === 'result') finish(at, ({ resolve }) => resolve(told.value));
      else if (told.kind === 'error') finish(at, ({ reject }) => reject(told.error));
      else if (told.kind === 'stale' && at === worker) {
        changed = true;
        void renew();
      }
    });
    child.once('exit', (code, signal) => {
      clearTimeout(at.timer);
      at.job?.reject(new EngineExitError(signal ?? code));
      if (at !== worker || closed) return;
      worker = undefined;
      failed(new EngineExitError(signal ?? code));
      void restart(holdings);
    });
    return at;
  };
  const renew = async () => {
    if (renewing || closed) return;
    renewing = true;
    changed = false;
    const inUse = worker?.holdings ?? last;
    try {
      const opened = await openProcess({ places, before: inUse, every }, report);
      if (!opened) return;
      if (closed) return opened.child.disconnect();
      const before = worker;
      take(employ(opened.child, opened.holdings));
      // What came while it was opening, it sees by itself.
      changed = false;
      generation++;
      report(`语料有变,已启用新索引:答复 ${opened.holdings.replies} 件。`);
      for (const warning of opened.warnings) report(warning);
      if (before && !before.job) before.child.disconnect();
    } catch (error) {
      report(`语料有变但未启用(${(error as Error).message}),仍用原来的 ${inUse.replies} 件答复。`);
    } finally {
      renewing = false;
      if (changed) void renew();
    }
  };
  const restart = async (holdings: Holdings) => {
    try {
      const { child, holdings: now } = (await openProcess({ places, every }, report))!;
      again = AGAIN;
      if (closed) return child.disconnect();
      take(employ(child, now));
    } catch (error) {
      failed(error as Error);
      again = Math.min(2 * again, AGAIN_AT_MOST);
      setTimeout(() => void (closed || restart(holdings)), again).unref();
    }
  };
  const take = (at: Worker) => {
    worker = at;
    last = at.holdings;
    next();
  };

  const first = (await openProcess({ places, every }, report))!;
  let last = first.holdings;
  let worker: Worker | undefined;
  worker = employ(first.child, first.holdings);
  for (const warning of first.warnings) report(warning);

  const call = <Result>(method: EngineCall['method'], ...args: unknown[]): Promise<Result> =>
    new Promise((resolve, reject) => {
      queue.push({ method, args, since: performance.now(), resolve: resolve as Job['resolve'], reject });
      next();
    });
  return {
    answer: (asked) => call('answer', asked),
    greeting: () => call('greeting'),
    search: (query, origin) => call('search', query, origin),
    page: (asked) => call('page', asked),
    get holdings() {
      return worker?.holdings ?? last;
    },
    get generation() {
      return generation;
    },
    close() {
      closed = true;
      if (worker?.child.connected) worker.child.disconnect();
      for (const job of queue.splice(0)) job.reject(new EngineExitError('closed'));
    },
  };
}

interface Opened {
  readonly child: ChildProcess;
  readonly holdings: Holdings;
  readonly warnings: readonly string[];
}

/** Starts a process and waits until it has the letters open; `undefined` where they are those in use. */
async function openProcess(opening: EngineOpening, report: (message: string) => void): Promise<Opened | undefined> {
  const child = fork(SCRIPT, [], { serialization: 'advanced', execArgv: [], stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
  // The server itself comes first where there are fewer cores than work.
  if (child.pid) setPriority(child.pid, BEHIND);
  // A library's own words are for operators.
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (words: string) => report(words.trim().slice(0, 2000)));
  const ended = once(child, 'exit').then(([code, signal]) => {
    throw new EngineExitError((signal ?? code) as string | number | null);
  });
  ended.catch(() => {});
  child.send(opening);
  const [told] = (await Promise.race([once(child, 'message'), ended])) as [EngineMessage];
  if (told.kind === 'ready') return { child, holdings: told.holdings, warnings: told.warnings };
  child.disconnect();
  if (told.kind === 'unfit') throw told.isBug ? new Error(told.words) : new UnfitLettersError(told.words);
  return undefined;
}
