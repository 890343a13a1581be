import { createHash } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { DamagedIndexError, type ReplyBotError, StaleIndexError } from '../errors.js';

/** What an index says of itself, on the first line of its file. */
interface Head {
  /** Number of the form in which it is stored. */
  readonly format: number;
  /** Which corpus and which segmenter it was built from. */
  readonly origin: string;
  /** Length of the body in UTF-16 code units. */
  readonly length: number;
  /** SHA-256 of the body, hex. */
  readonly sha256: string;
}

/** Goes up by one when what is stored changes its form: an index of another format is rebuilt. */
const FORMAT = 2;
const CURRENT = 'index.json';
const PREVIOUS = 'index.previous.json';

const digest = (body: string) => createHash('sha256').update(body).digest('hex');

/**
 * Swaps an index in whole: written aside, synced, renamed; the one before is kept as `index.previous.json`.
 *
 * @param origin which corpus and which segmenter it was built from; `readIndex` must be given the same
 */
export function saveIndex(folder: string, origin: string, body: string): void {
  mkdirSync(folder, { recursive: true });
  const head: Head = { format: FORMAT, origin, length: body.length, sha256: digest(body) };
  writeFileAtomic.sync(join(folder, CURRENT), '', {
    // Filled here: `write-file-atomic` itself takes the part that a full disk still took for the whole.
    tmpfileCreated(aside) {
      writeFileSync(aside, `${JSON.stringify(head)}\n${body}`);
      keepPrevious(folder);
    },
  });
  syncFolder(folder);
}

/** Moves the current index, or whatever stands in its place, out of the way. */
function keepPrevious(folder: string): void {
  const current = join(folder, CURRENT);
  const previous = join(folder, PREVIOUS);
  if (!existsSync(current)) return;
  rmSync(previous, { recursive: true, force: true });
  renameSync(current, previous);
}

/** Makes the renames last through a loss of power. */
function syncFolder(folder: string): void {
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** The stored body; where it cannot be served, the error that says why; `undefined` when nothing is stored. */
export function readIndex(folder: string, origin: string): string | ReplyBotError | undefined {
  const file = join(folder, CURRENT);
  if (!existsSync(file)) return undefined;
  let stored: string;
  try {
    stored = readFileSync(file, 'utf8');
  } catch (error) {
    return new DamagedIndexError(file, `读不出来:${(error as NodeJS.ErrnoException).code}`);
  }
  const end = stored.indexOf('\n');
  let head: Partial<Head>;
  try {
    head = JSON.parse(stored.slice(0, Math.max(0, end))) as Partial<Head>;
  } catch {
    return new DamagedIndexError(file, '头部不可读');
  }
  if (head.format !== FORMAT)
    return new StaleIndexError(`${head.origin} / 格式 ${head.format}`, `${origin} / 格式 ${FORMAT}`);
  if (head.origin !== origin) return new StaleIndexError(String(head.origin), origin);
  const body = stored.slice(end + 1);
  if (body.length !== head.length) return new DamagedIndexError(file, `应有 ${head.length} 字符,实有 ${body.length}`);
  if (digest(body) !== head.sha256) return new DamagedIndexError(file, '校验和不符');
  return body;
}
