import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { extract } from 'tar';
import { ReplyBotError } from '../../indexer/errors.js';

/** The Web Chat release that is served, and the SHA-512 of its package. */
const PACKAGE = 'botframework-webchat@4.18.1';
const INTEGRITY = 'sha512-7jpEUJ7olT62Xm+8eh7BhhIcXVfU2xD4pZDaeBt8K4XcNy6K/83UGIxE9BFkXmHMZ4hDEVOzs5cre07GWuaXzg==';
const ENTRY = 'package/dist/webchat.js';

/** The package registry gave something else than the release that was reviewed. */
export class BundleIntegrityError extends ReplyBotError {
  override readonly name = 'BundleIntegrityError';
  constructor(readonly found: string) {
    super(`${PACKAGE} 的校验和不符(${found}),未予采用。请核对 npm 源。`);
  }
}

/** The package could not be fetched. */
export class BundleMissingError extends ReplyBotError {
  override readonly name = 'BundleMissingError';
  constructor(readonly reason: string) {
    super(`取不到网页聊天组件 ${PACKAGE}(${reason})。请在能访问 npm 源时先运行一次 npm start。`);
  }
}

/** The bundle as served: plain, gzip and brotli files side by side. */
export interface Bundle {
  readonly file: string;
}

/** The bundle's name under `/assets/`: another release has another, for browsers keep it. */
export const BUNDLE_NAME = `webchat-${PACKAGE.split('@')[1]!}.js`;

/**
 * Web Chat's browser bundle. Its package draws in several hundred others, so it is fetched alone, once, by npm,
 * checked against a pinned digest, and kept compressed.
 *
 * @throws BundleIntegrityError, BundleMissingError
 */
export async function fetchBundle(data: string): Promise<Bundle> {
  const folder = join(data, 'webchat', PACKAGE.split('@')[1]!);
  const file = join(folder, 'webchat.js');
  if (existsSync(`${file}.br`)) return { file };
  mkdirSync(folder, { recursive: true });
  const aside = mkdtempSync(join(folder, 'fetch-'));
  try {
    const packed = await pack(aside);
    const digest = `sha512-${createHash('sha512').update(readFileSync(packed)).digest('base64')}`;
    if (digest !== INTEGRITY) throw new BundleIntegrityError(digest);
    await extract({ file: packed, cwd: aside, filter: (path) => path === ENTRY });
    const script = readFileSync(join(aside, ENTRY));
    writeFileSync(`${file}.gz`, gzipSync(script));
    writeFileSync(`${file}.br.tmp`, brotliCompressSync(script, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }));
    writeFileSync(file, script);
    renameSync(`${file}.br.tmp`, `${file}.br`);
    return { file };
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
}

async function pack(folder: string): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)(
      'npm',
      ['pack', PACKAGE, '--silent', '--pack-destination', folder, '--cache', join(folder, 'cache')],
      {
        timeout: 120_000,
      },
    );
    return join(folder, stdout.trim().split('\n').at(-1)!);
  } catch (error) {
    throw new BundleMissingError((error as Error).message.split('\n')[0]!);
  }
}
