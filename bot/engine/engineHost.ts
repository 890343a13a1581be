import { ReplyBotError } from '../../indexer/errors.js';
import type { LibraryPlaces } from '../../indexer/index/library.js';
import type { Holdings } from '../http/health.js';
import type { BotEngine } from './engine.js';
import type { EngineCall } from './engineProcess.js';
import { EngineExitError, type EngineWorker, openWorker } from './engineWorker.js';

/** A question waited too long for earlier ones and was not begun. */
export class OverloadError extends ReplyBotError {
  override readonly name = 'OverloadError';
  /** Milliseconds. */
  readonly waited: number;

  constructor(waited: number) {
    super(`提问的人太多,这个问题等了 ${Math.round(waited)} 毫秒仍未轮到。`);
    this.waited = waited;
  }
}

export interface EngineSetting {
  /** Told in Chinese what operators should know: a changed corpus, unreadable files. Default ignores it. */
  readonly report?: (message: string) => void;
  /** Told of errors that no call reports. Default ignores them. */
  readonly failed?: (error: Error) => void;
  /** Milliseconds that one question may take. Default 10,000. */
  readonly deadline?: number;
  /** Milliseconds that a question may wait for earlier ones. Default 15,000. */
  readonly patience?: number;
  /** Milliseconds between two checks of the corpus. Default 750. */
  readonly every?: number;
}

/** Milliseconds before a process that ended by itself is started again; doubled after each failure. */
const FIRST_RETRY = 200;
/** The most these milliseconds become. */
const LAST_RETRY = 10_000;

/** A call that waits for the process. */
interface Job extends EngineCall {
  /** Time of `performance.now()` at which it came. */
  readonly since: number;
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/**
 * Starts an engine in a process of its own, so that no question and no reply can block the server. The process gets
 * one question at a time and is replaced when one takes too long or it ends. When the corpus changes, a second process
 * reads it, builds the index and takes over as a whole; until then the first one answers.
 *
 * @throws UnfitLettersError if the replies cannot be opened
 * @throws EngineExitError if the process ends before they are open
 */
export async function startEngine(places: LibraryPlaces, setting: EngineSetting = {}): Promise<BotEngine> {
  const { report = () => {}, failed = () => {}, deadline = 10_000, patience = 15_000, every = 750 } = setting;
  const required = { report, failed, deadline, patience, every };
  return new EngineHost(places, required, (await openWorker({ places, every }, report))!);
}

class EngineHost implements BotEngine {
  private readonly places: LibraryPlaces;
  private readonly setting: Required<EngineSetting>;
  private readonly queue: Job[] = [];
  /** The process in use; `undefined` while one that ended is being replaced. */
  private worker: EngineWorker | undefined;
  private lastHoldings: Holdings;
  private renewals = 0;
  private isClosed = false;
  private isRenewing = false;
  /** Whether the corpus has changed since the renewal under way began. */
  private hasChanged = false;
  private retry = FIRST_RETRY;

  constructor(places: LibraryPlaces, setting: Required<EngineSetting>, first: EngineWorker) {
    this.places = places;
    this.setting = setting;
    this.lastHoldings = first.holdings;
    this.employ(first);
    for (const warning of first.warnings) setting.report(warning);
  }

  readonly answer: BotEngine['answer'] = (asked) => this.call('answer', asked);
  readonly greeting: BotEngine['greeting'] = () => this.call('greeting');
  readonly search: BotEngine['search'] = (query, origin) => this.call('search', query, origin);
  readonly page: BotEngine['page'] = (asked) => this.call('page', asked);

  get holdings(): Holdings {
    return this.worker?.holdings ?? this.lastHoldings;
  }

  get generation(): number {
    return this.renewals;
  }

  close(): void {
    this.isClosed = true;
    this.worker?.end();
    for (const job of this.queue.splice(0)) job.reject(new EngineExitError('closed'));
  }

  private call<Result>(method: EngineCall['method'], ...args: unknown[]): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.queue.push({ method, args, since: performance.now(), resolve: resolve as Job['resolve'], reject });
      this.next();
    });
  }

  /** Gives the next job to the process if it is free; rejects those that have waited too long. */
  private next(): void {
    if (!this.worker?.isFree || this.isClosed) return;
    const job = this.queue.shift();
    if (!job) return;
    const waited = performance.now() - job.since;
    if (waited > this.setting.patience) {
      job.reject(new OverloadError(waited));
      this.next();
      return;
    }
    const { method, args } = job;
    void this.worker
      .run({ method, args }, this.setting.deadline)
      .then(job.resolve, job.reject)
      .finally(() => this.next());
  }

  /** Makes a process the one in use; the one before ends with its last answer. */
  private employ(worker: EngineWorker): void {
    const before = this.worker;
    this.worker = worker;
    this.lastHoldings = worker.holdings;
    worker.watch({
      onStale: () => {
        if (worker === this.worker) void this.renew();
      },
      onExit: (error) => {
        if (worker !== this.worker || this.isClosed) return;
        this.worker = undefined;
        this.setting.failed(error);
        void this.restart();
      },
    });
    this.next();
    before?.retire();
  }

  /** Replaces the process by one that reads the changed corpus; the old one stays if that fails. */
  private async renew(): Promise<void> {
    this.hasChanged = true;
    if (this.isRenewing || this.isClosed) return;
    this.isRenewing = true;
    this.hasChanged = false;
    const { report, every } = this.setting;
    const before = this.holdings;
    try {
      const opened = await openWorker({ places: this.places, before, every }, report);
      if (!opened) return;
      if (this.isClosed) return opened.end();
      this.employ(opened);
      // The new process itself reports changes since it opened.
      this.hasChanged = false;
      this.renewals++;
      report(`语料有变,已启用新索引:答复 ${opened.holdings.replies} 件。`);
      for (const warning of opened.warnings) report(warning);
    } catch (error) {
      report(`语料有变但未启用(${(error as Error).message}),仍用原来的 ${before.replies} 件答复。`);
    } finally {
      this.isRenewing = false;
      if (this.hasChanged) void this.renew();
    }
  }

  /** Replaces a process that ended by itself; tries again, less and less often, until it succeeds. */
  private async restart(): Promise<void> {
    const { report, failed, every } = this.setting;
    try {
      const opened = (await openWorker({ places: this.places, every }, report))!;
      this.retry = FIRST_RETRY;
      if (this.isClosed) return opened.end();
      this.employ(opened);
    } catch (error) {
      failed(error as Error);
      this.retry = Math.min(2 * this.retry, LAST_RETRY);
      setTimeout(() => void (this.isClosed || this.restart()), this.retry).unref();
    }
  }
}
