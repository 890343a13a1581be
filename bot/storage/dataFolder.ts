import { chmodSync, lstatSync, mkdirSync, opendirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import writeFileAtomic from 'write-file-atomic';
import { ReplyBotError } from '../../indexer/errors.js';

/** The folder the bot writes to cannot be written. */
export class DataFolderError extends ReplyBotError {
  override readonly name = 'DataFolderError';
  readonly folder: string;
  /** `EACCES`, `ENOSPC`, …, or the system's words. */
  readonly code: string;

  constructor(folder: string, code: string) {
    super(`目录 ${folder} 不可写(${code})。请换用可写的目录(DATA_DIR),或腾出空间、改正权限后再启动。`);
    this.folder = folder;
    this.code = code;
  }
}

/** Another process works with the folder. */
export class DataFolderInUseError extends ReplyBotError {
  override readonly name = 'DataFolderInUseError';
  readonly folder: string;
  readonly holder: Holder | undefined;

  constructor(folder: string, holder: Holder | undefined) {
    const who = holder
      ? `进程 ${holder.pid}(主机 ${holder.host},启动于 ${holder.since}${holder.port ? `,端口 ${holder.port}` : ''})`
      : '另一个进程';
    super(`数据目录 ${folder} 正由${who}使用。请先停止它,或用 DATA_DIR 另指定一个目录。`);
    this.folder = folder;
    this.holder = holder;
  }
}

/** Who works with a data folder. */
export interface Holder {
  readonly pid: number;
  readonly host: string;
  /** ISO 8601, UTC. */
  readonly since: string;
  readonly port?: number;
}

/** What is written from now on is for the user alone who runs this: masks the rights of group and others. */
export const keepToUser = (): void => void process.umask(0o077);

/**
 * Makes the folder where it is missing and tries to write in it.
 *
 * @throws DataFolderError where nothing can be written
 */
export function prepareDataFolder(folder: string): void {
  const probe = join(folder, `probe.${process.pid}.tmp`);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(probe, '');
    rmSync(probe);
  } catch (error) {
    throw new DataFolderError(folder, (error as NodeJS.ErrnoException).code ?? (error as Error).message);
  }
}

/** Parts of the folder that are no secret, and may hold many files: the web chat component. */
const OPEN = new Set(['webchat']);

/**
 * Takes from files and folders the rights that group and others have. The signing key is left as it is: one that
 * others could read is refused, not mended.
 *
 * @returns how many were changed
 */
export function mendModes(folder: string): number {
  if (process.platform === 'win32') return 0;
  let mended = 0;
  const mend = (path: string) => {
    const found = lstatSync(path, { throwIfNoEntry: false });
    if (!found || found.isSymbolicLink()) return;
    if ((found.mode & 0o077) !== 0) {
      chmodSync(path, found.mode & 0o700);
      mended++;
    }
    if (!found.isDirectory()) return;
    const entries = opendirSync(path);
    for (let entry = entries.readSync(); entry; entry = entries.readSync())
      if (!(path === folder && (OPEN.has(entry.name) || entry.name === 'signing.key'))) mend(join(path, entry.name));
    entries.closeSync();
  };
  mend(folder);
  return mended;
}

/**
 * Holds the folder for this process until it is let go or the process ends, however it ends: a lock of the operating
 * system, taken by an open transaction of SQLite. Who holds it stands in a file beside.
 *
 * @returns lets go
 * @throws DataFolderInUseError while another process holds it
 */
export function lockDataFolder(folder: string, port?: number): () => void {
  const note = join(folder, 'holder.json');
  const lock = new Database(join(folder, 'lock.db'));
  try {
    lock.pragma('busy_timeout = 0');
    lock.exec('begin exclusive');
  } catch {
    lock.close();
    throw new DataFolderInUseError(folder, readHolder(note));
  }
  const holder: Holder = {
    pid: process.pid,
    host: hostname(),
    since: new Date().toISOString(),
    ...(port && { port }),
  };
  writeFileAtomic.sync(note, JSON.stringify(holder));
  return () => {
    rmSync(note, { force: true });
    lock.close();
  };
}

function readHolder(note: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(note, 'utf8')) as Holder;
  } catch {
    return undefined;
  }
}
