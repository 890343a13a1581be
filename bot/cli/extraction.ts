import { fork } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, constants, fstatSync, openSync, readSync, type Stats, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pidusage from 'pidusage';
import { ReplyBotError } from '../../indexer/errors.js';
import type { Extracted } from '../../indexer/read/extracted.js';

/** Limits on reading one file. */
export interface ExtractionLimits {
  /** Most bytes of the file. */
  readonly bytes: number;
  /** Most bytes of resident memory of the worker process, which include some 60 MB of Node itself. */
  readonly memory: number;
  /** Most milliseconds from the worker's start to its answer. */
  readonly time: number;
}

const MB = 1024 * 1024;
/** The defaults. */
export const EXTRACTION_LIMITS: ExtractionLimits = { bytes: 20 * MB, memory: 512 * MB, time: 8_000 };

/** Milliseconds between two checks of the worker's memory. */
const POLL = 50;

/** The text of a file, with a digest of the bytes it was read from. */
export interface Extraction extends Extracted {
  /** SHA-256 of the file's bytes, hex. */
  readonly sha256: string;
}

/** The one message of the worker. */
export type WorkerAnswer =
  | ({ readonly kind: 'extracted' } & Extraction)
  /** `message`: the reason, in Chinese, for the person who adds the file. */
  | { readonly kind: 'refused'; readonly message: string };

/** A file is missing or cannot be opened. */
export class UnopenedFileError extends ReplyBotError {
  override readonly name = 'UnopenedFileError';
  readonly file: string;
  /** The system's code: `ENOENT`. */
  readonly code: string;

  constructor(file: string, code: string) {
    const faults: Readonly<Record<string, string>> = {
      ENOENT: '没有这个文件。请核对路径。',
      ENOTDIR: '没有这个文件。请核对路径。',
      EACCES: '没有读取的权限。请放开权限后再加入。',
      EPERM: '没有读取的权限。请放开权限后再加入。',
      ELOOP: '是首尾相接的链接,找不到文件。请给出文件本身的路径。',
      ENAMETOOLONG: '文件名过长。请缩短后再加入。',
    };
    super(`${file}:${faults[code] ?? `打不开(${code})。请复制一份后再加入。`}`);
    this.file = file;
    this.code = code;
  }
}

/** Kinds of files that are not regular files. */
export type SpecialFile = 'folder' | 'fifo' | 'device' | 'socket';

/** Not a regular file: reading it may block, never end, or have side effects. */
export class NotAFileError extends ReplyBotError {
  override readonly name = 'NotAFileError';
  readonly file: string;
  readonly kind: SpecialFile;

  constructor(file: string, kind: SpecialFile) {
    const told = {
      folder: '是文件夹,不是文件。请给出其中的文件,例如“文件夹/*”。',
      fifo: '是管道,不是普通文件,不予读取。请先把内容存成文件再加入。',
      device: '是设备,不是普通文件,不予读取。请先把内容存成文件再加入。',
      socket: '是套接字,不是普通文件,不予读取。请先把内容存成文件再加入。',
    };
    super(`${file}:${told[kind]}`);
    this.file = file;
    this.kind = kind;
  }
}

/** A file is larger than the limit. */
export class FileTooLargeError extends ReplyBotError {
  override readonly name = 'FileTooLargeError';
  readonly file: string;
  /** Most bytes of a file. */
  readonly limit: number;

  constructor(file: string, limit: number) {
    super(`${file}:文件超过 ${limit / MB} MB,不予读取。请删去其中的图片和附件,或拆成几个文件后再加入。`);
    this.file = file;
    this.limit = limit;
  }
}

/** Reading a file exceeded a limit. */
export class ExtractionLimitError extends ReplyBotError {
  override readonly name = 'ExtractionLimitError';
  readonly file: string;
  readonly kind: 'time' | 'memory' | 'depth';

  constructor(file: string, kind: 'time' | 'memory' | 'depth', { time, memory }: ExtractionLimits = EXTRACTION_LIMITS) {
    const told = {
      time: `${time / 1000} 秒内没有读完`,
      memory: `读取时占用的内存超过 ${memory / MB} MB`,
      depth: '内容嵌套的层数过多',
    };
    super(`${file}:${told[kind]},已停止读取。文件可能已损坏或含有异常内容;请打开核对,另存为 txt 后再加入。`);
    this.file = file;
    this.kind = kind;
  }
}

/** The content of a file cannot be read, although files of its type can. */
export class DamagedFileError extends ReplyBotError {
  override readonly name = 'DamagedFileError';
  readonly file: string;

  constructor(file: string) {
    super(`${file}:文件已损坏,读不出来。请用原来的软件打开,另存一份后再加入。`);
    this.file = file;
  }
}

/** The worker process could not be started: the system lacks resources. */
export class WorkerNotStartedError extends ReplyBotError {
  override readonly name = 'WorkerNotStartedError';
  readonly file: string;
  /** The system's code: `EAGAIN`. */
  readonly code: string;

  constructor(file: string, code: string) {
    super(`${file}:未能启动读取程序(${code}),没有读取。系统资源可能不足;请关闭其他程序后重试。`);
    this.file = file;
    this.code = code;
  }
}

/**
 * Reads the text of a file in a process of its own, which is killed when it exceeds a limit, so that no file can block
 * this process or use up its memory.
 *
 * @param worker script of that process; default `extractWorker.js`
 * @param limits default `EXTRACTION_LIMITS`
 * @throws UnopenedFileError, NotAFileError, FileTooLargeError, ExtractionLimitError, DamagedFileError
 * @throws WorkerNotStartedError if the process cannot be started
 * @throws ReplyBotError with the worker's reason for refusing the file
 */
export async function extractFile(
  file: string,
  worker = join(__dirname, 'extractWorker.js'),
  limits = EXTRACTION_LIMITS,
): Promise<Extraction> {
  // Checked before it is opened: opening alone has side effects on some devices.
  checkFile(
    file,
    opened(file, () => statSync(file)),
    limits.bytes,
  );
  const answer = await ask(worker, file, limits).catch((error: NodeJS.ErrnoException) => {
    throw error.code ? new WorkerNotStartedError(file, error.code) : error;
  });
  if (answer.kind === 'refused') throw new ReplyBotError(answer.message);
  return answer;
}

/**
 * The bytes of a regular file. The open file is checked, not the path, which may lead elsewhere by then.
 *
 * @throws UnopenedFileError, NotAFileError, FileTooLargeError
 */
export function readFile(file: string, limit = EXTRACTION_LIMITS.bytes): Buffer {
  // Without O_NONBLOCK, opening a fifo that nobody writes to blocks.
  const { O_RDONLY, O_NONBLOCK, O_NOCTTY } = constants;
  const descriptor = opened(file, () => openSync(file, O_RDONLY | O_NONBLOCK | O_NOCTTY));
  try {
    checkFile(file, fstatSync(descriptor), limit);
    // The size in `stat` may be out of date, and is 0 under /proc.
    const bytes = Buffer.alloc(limit + 1);
    let length = 0;
    for (let read = -1; read !== 0 && length < bytes.length; length += read)
      read = readSync(descriptor, bytes, { offset: length });
    if (length > limit) throw new FileTooLargeError(file, limit);
    return bytes.subarray(0, length);
  } finally {
    closeSync(descriptor);
  }
}

function opened<T>(file: string, open: () => T): T {
  try {
    return open();
  } catch (error) {
    throw new UnopenedFileError(file, (error as NodeJS.ErrnoException).code ?? 'EIO');
  }
}

function checkFile(file: string, stats: Stats, limit: number): void {
  if (!stats.isFile()) throw new NotAFileError(file, kindOf(stats));
  if (stats.size > limit) throw new FileTooLargeError(file, limit);
}

function kindOf(stats: Stats): SpecialFile {
  if (stats.isDirectory()) return 'folder';
  if (stats.isFIFO()) return 'fifo';
  return stats.isSocket() ? 'socket' : 'device';
}

/** Signals that end a process when it, or the system, is out of memory. */
const OUT_OF_MEMORY: readonly unknown[] = ['SIGABRT', 'SIGTRAP', 'SIGILL', 'SIGKILL'];

/** Starts the worker, waits for its answer, and kills it in any case. */
async function ask(worker: string, file: string, limits: ExtractionLimits): Promise<WorkerAnswer> {
  const child = fork(worker, [file], {
    // Below the limit of the process, so that V8 collects garbage before that is reached.
    execArgv: [`--max-old-space-size=${Math.round((limits.memory / MB) * 0.75)}`],
    // What libraries print is not part of the answer; the environment may hold secrets.
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    env: {},
  });
  const settled = new AbortController();
  const { signal } = settled;
  const answered = async () => (await once(child, 'message', { signal }))[0] as WorkerAnswer;
  const ended = async () => {
    const [, by] = await once(child, 'exit', { signal });
    throw OUT_OF_MEMORY.includes(by) ? new ExtractionLimitError(file, 'memory', limits) : new DamagedFileError(file);
  };
  const late = async () => {
    await sleep(limits.time, undefined, { signal });
    throw new ExtractionLimitError(file, 'time', limits);
  };
  const swollen = async () => {
    // pidusage fails for a process that has just ended, which `ended` reports.
    while ((await memoryOf(child.pid!).catch(() => 0)) <= limits.memory) await sleep(POLL, undefined, { signal });
    throw new ExtractionLimitError(file, 'memory', limits);
  };
  try {
    return await Promise.race([answered(), ended(), late(), swollen()]);
  } finally {
    settled.abort();
    child.kill('SIGKILL');
  }
}

/** Resident memory of a process in bytes. */
const memoryOf = async (pid: number): Promise<number> =>
  // pidusage caches by process id, which the system reuses: 1 second at most.
  (await pidusage(pid, { maxage: 1_000 })).memory;
