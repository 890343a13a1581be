import { randomBytes, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { sign, TokenExpiredError, verify } from 'jsonwebtoken';
import { ReplyBotError } from '../../indexer/errors.js';
import { writeAtomicSync } from '../storage/atomicFile.js';

/** What a token allows: `dl` the REST calls of one conversation, `ws` opening its socket. */
export type Use = 'dl' | 'ws';

/** Whom a token stands for. */
export interface Grant {
  readonly conversation: string;
  readonly user: string;
  /** Digest of the browser's secret: see `browserSecret`. Absent when there is none. */
  readonly browser?: string;
}

/** Life of a token in seconds. Web Chat refreshes its own every 15 minutes, whatever `expires_in` says. */
export const LIFE: { readonly [use in Use]: number } = { dl: 1800, ws: 60 };

/** Seconds after its expiry in which a token may still be refreshed, by the browser it was issued to. */
export const GRACE = 12 * 3600;

/** Why a token is refused. */
export type Refusal = 'expired' | 'invalid';

/** Issues and checks the tokens of Direct Line: JWT, HS256. */
export interface Tokens {
  issue(grant: Grant, use: Use): string;
  /** @param grace seconds after its expiry in which the token is still accepted; default 0 */
  check(token: string, use: Use, grace?: number): Grant | Refusal;
}

interface Claims {
  readonly conv: string;
  readonly user: string;
  readonly browser?: string;
  readonly use: Use;
  /** Unix time in seconds. */
  readonly iat: number;
}

/** @param key secret of the HMAC, 32 bytes: see `signingKey` */
export function createTokens(key: Buffer, now: () => Date = () => new Date()): Tokens {
  const seconds = () => Math.floor(now().getTime() / 1000);
  return {
    issue({ conversation, user, browser }, use) {
      const claims: Claims = { conv: conversation, user, ...(browser && { browser }), use, iat: seconds() };
      // The random id makes each token unique: a socket is identified by its token.
      return sign(claims, key, { algorithm: 'HS256', expiresIn: LIFE[use], jwtid: randomUUID() });
    },
    check(token, use, grace = 0) {
      try {
        const claims = verify(token, key, {
          algorithms: ['HS256'],
          clockTimestamp: seconds(),
          clockTolerance: grace,
        }) as Partial<Claims>;
        if (claims.use !== use || typeof claims.conv !== 'string' || typeof claims.user !== 'string') return 'invalid';
        const { conv: conversation, user, browser } = claims;
        return { conversation, user, ...(typeof browser === 'string' && { browser }) };
      } catch (error) {
        return error instanceof TokenExpiredError ? 'expired' : 'invalid';
      }
    },
  };
}

/**
 * The signing key of a data folder, 32 bytes or more in `signing.key` as base64. It is made at the first start and
 * kept, since a new key would invalidate every token.
 *
 * @throws SigningKeyError if other users can read or write it, or if it is too short
 */
export function signingKey(folder: string): Buffer {
  const file = join(folder, 'signing.key');
  if (!existsSync(file)) {
    mkdirSync(folder, { recursive: true });
    writeAtomicSync(file, randomBytes(32).toString('base64'), 0o600);
  }
  const { mode } = statSync(file);
  const key = Buffer.from(readFileSync(file, 'utf8').trim(), 'base64');
  if ((mode & 0o077) !== 0 && process.platform !== 'win32') throw new SigningKeyError(file, 'readableByOthers');
  if (key.length < 32) throw new SigningKeyError(file, 'tooShort');
  return key;
}

/** The signing key is not secret enough: whoever knows it can speak for any user. */
export class SigningKeyError extends ReplyBotError {
  override readonly name = 'SigningKeyError';
  readonly file: string;
  readonly fault: 'readableByOthers' | 'tooShort';

  constructor(file: string, fault: 'readableByOthers' | 'tooShort') {
    const faults = { readableByOthers: '其他用户可以读写', tooShort: '不足 32 字节' };
    super(`签名密钥 ${file} ${faults[fault]},不能启用。请删去它(下次启动会另造,现有对话将重新开始),或执行 chmod 600。`);
    this.file = file;
    this.fault = fault;
  }
}
