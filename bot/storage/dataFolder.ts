import { chmodSync, lstatSync, mkdirSync, opendirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { ReplyBotError } from '../../indexer/errors.js';
import type { Log } from '../log.js';
import { writeAtomicSync } from './atomicFile.js';

/** The data folder cannot be written to. */
export class DataFolderError extends ReplyBotError {
  override readonly name = 'DataFolderError';
  readonly folder: string;
  /** `EACCES`, `ENOSPC`, …; the system's message where there is no code. */
  readonly code: string;

  constructor(folder: string, code: string) {
    super(`目录 ${folder} 不可写(${code})。请换用可写的目录(DATA_DIR),或腾出空间、改正权限后再启动。`);
    this.folder = folder;
    this.code = code;
  }
}

/** Another process uses the data folder. */
export class DataFolderInUseError extends ReplyBotError {
  override readonly name = 'DataFolderInUseError';
  readonly folder: string;
  /** `undefined` when the note about the holder cannot be read. */
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

/** The process that uses a data folder. */
export interface Holder {
  readonly pid: number;
  readonly host: string;
  /** ISO 8601, UTC. */
  readonly since: string;
  readonly port?: number;
}

/** Makes all files written from now on private to the current user: umask 077. */
export const keepToUser = (): void => void process.umask(0o077);

/**
 * Creates the data folder if needed, locks it for this process and makes its files private.
 *
 * @param port port of the bot, told to a second process that wants the folder
 * @returns unlocks it
 * @throws DataFolderError if it cannot be written to
 * @throws DataFolderInUseError while another process uses it
 */
export function openDataFolder(folder: string, port: number, log: Log): () => void {
  prepareDataFolder(folder);
  const unlock = lockDataFolder(folder, port);
  try {
    const mended = mendModes(folder);
    if (mended > 0) log.warn(`${folder} 中有 ${mended} 个文件或目录可被其他用户读取,已收回权限。`);
    return unlock;
  } catch (error) {
    unlock();
    throw error;
  }
}

/** Creates the folder if needed and tries to write in it. */
function prepareDataFolder(folder: string): void {
  const probe = join(folder, `probe.${process.pid}.tmp`);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(probe, '');
    rmSync(probe);
  } catch (error) {
    throw new DataFolderError(folder, (error as NodeJS.ErrnoException).code ?? (error as Error).message);
  }
}

/** Parts of the folder that are public, and may hold many files: the web chat component. */
const PUBLIC = new Set(['webchat']);

/**
 * Takes all permissions from group and others. The signing key is left as it is: one that others could read is
 * compromised, and `signingKey` refuses it.
 *
 * @returns how many files and folders were changed
 */
function mendModes(folder: string): number {
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
      if (!(path === folder && (PUBLIC.has(entry.name) || entry.name === 'signing.key'))) mend(join(path, entry.name));
    entries.closeSync();
  };
  mend(folder);
  return mended;
}

/**
 * Locks the folder until `unlock` or the end of the process, however it ends: by an open exclusive transaction of
 * SQLite, which is a lock of the operating system. `holder.json` says who holds it.
 */
function lockDataFolder(folder: string, port: number): () => void {
  const note = join(folder, 'holder.json');
  const lock = new Database(join(folder, 'lock.db'));
  try {
    lock.pragma('busy_timeout = 0');
    lock.exec('begin exclusive');
  } catch {
    lock.close();
    throw new DataFolderInUseError(folder, readHolder(note));
  }
  const since = new Date().toISOString();
  const holder: Holder = { pid: process.pid, host: hostname(), since, ...(port && { port }) };
  writeAtomicSync(note, JSON.stringify(holder));
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
