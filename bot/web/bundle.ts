import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { extract } from 'tar';
import { ReplyBotError } from '../../indexer/errors.js';
import { writeAtomic } from '../storage/atomicFile.js';

/** The release of Web Chat that is served. */
const RELEASE = '4.18.1';
const PACKAGE = `botframework-webchat@${RELEASE}`;
/** SHA-512 of the package file, as the registry publishes it. */
const INTEGRITY = 'sha512-7jpEUJ7olT62Xm+8eh7BhhIcXVfU2xD4pZDaeBt8K4XcNy6K/83UGIxE9BFkXmHMZ4hDEVOzs5cre07GWuaXzg==';
/** Path of the browser bundle in the package. */
const ENTRY = 'package/dist/webchat.js';
/** Milliseconds the download may take. */
const TIMEOUT = 120_000;
/** Brotli quality, 0 to 11. */
const QUALITY = 9;

/** The registry delivered another file than the release that was reviewed. */
export class BundleIntegrityError extends ReplyBotError {
  override readonly name = 'BundleIntegrityError';
  /** `sha512-` and the digest of the delivered file, base64. */
  readonly found: string;

  constructor(found: string) {
    super(`${PACKAGE} 的校验和不符(${found}),未予采用。请核对 npm 源。`);
    this.found = found;
  }
}

/** The package could not be downloaded. */
export class BundleMissingError extends ReplyBotError {
  override readonly name = 'BundleMissingError';
  /** First line of what npm reported. */
  readonly reason: string;

  constructor(reason: string) {
    super(`取不到网页聊天组件 ${PACKAGE}(${reason})。请在能访问 npm 源时先运行一次 npm start。`);
    this.reason = reason;
  }
}

/** Web Chat's browser bundle on disk. */
export interface Bundle {
  /** Path of the plain file; compressed ones stand beside it with the endings `.gz` and `.br`. */
  readonly file: string;
}

/** Name of the bundle under `/assets/`. It contains the release, since browsers cache it for good. */
export const BUNDLE_NAME = `webchat-${RELEASE}.js`;

/**
 * Web Chat's browser bundle, kept in `webchat/<release>/` of the data folder. As a dependency it would bring several
 * hundred packages, so the first call downloads it alone with `npm pack`, checks its digest and compresses it.
 *
 * @throws BundleMissingError if it cannot be downloaded
 * @throws BundleIntegrityError if its digest is another
 */
export async function fetchBundle(data: string): Promise<Bundle> {
  const folder = join(data, 'webchat', RELEASE);
  const file = join(folder, 'webchat.js');
  // Written last: where it exists, all three do.
  const last = `${file}.br`;
  if (existsSync(last)) return { file };
  mkdirSync(folder, { recursive: true });
  const download = mkdtempSync(join(folder, 'fetch-'));
  try {
    const script = await downloadScript(download);
    await writeAtomic(`${file}.gz`, gzipSync(script));
    await writeAtomic(file, script);
    await writeAtomic(last, brotliCompressSync(script, { params: { [constants.BROTLI_PARAM_QUALITY]: QUALITY } }));
    return { file };
  } finally {
    rmSync(download, { recursive: true, force: true });
  }
}

async function downloadScript(folder: string): Promise<Buffer> {
  const packed = await pack(folder);
  const digest = `sha512-${createHash('sha512').update(readFileSync(packed)).digest('base64')}`;
  if (digest !== INTEGRITY) throw new BundleIntegrityError(digest);
  await extract({ file: packed, cwd: folder, filter: (path) => path === ENTRY });
  return readFileSync(join(folder, ENTRY));
}

/** Downloads the package into a folder. @returns path of the package file */
async function pack(folder: string): Promise<string> {
  const args = ['pack', PACKAGE, '--silent', '--pack-destination', folder, '--cache', join(folder, 'cache')];
  try {
    const { stdout } = await promisify(execFile)('npm', args, { timeout: TIMEOUT });
    return join(folder, stdout.trim().split('\n').at(-1)!);
  } catch (error) {
    throw new BundleMissingError((error as Error).message.split('\n')[0]!);
  }
}
