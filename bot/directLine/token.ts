import { randomBytes, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { sign, TokenExpiredError, verify } from 'jsonwebtoken';
import writeFileAtomic from 'write-file-atomic';
import { ReplyBotError } from '../../indexer/errors.js';

/** What a token allows: `dl` the REST calls of one conversation, `ws` opening its socket. */
export type Use = 'dl' | 'ws';

export interface Grant {
  readonly conversation: string;
  readonly user: string;
  /** Digest of the secret that the browser keeps apart from the token; absent where there is none. */
  readonly browser?: string;
}

/** Seconds a token lives. Web Chat refreshes its own every 15 minutes, whatever is said. */
export const LIFE: { readonly [use in Use]: number } = { dl: 1800, ws: 60 };

export type Refusal = 'expired' | 'invalid';

/** Signs and checks the tokens of Direct Line: JWT, HS256. */
export interface Tokens {
  issue(grant: Grant, use: Use): string;
  /** @param grace seconds after its life in which it is still good; default 0 */
  check(token: string, use: Use, grace?: number): Grant | Refusal;
}

interface Claims {
  readonly conv: string;
  readonly user: string;
  readonly browser?: string;
  readonly use: Use;
  readonly iat: number;
}

export function createTokens(key: Buffer, now: () => Date = () => new Date()): Tokens {
  const seconds = () => Math.floor(now().getTime() / 1000);
  return {
    issue({ conversation, user, browser }, use) {
      const claims: Claims = { conv: conversation, user, ...(browser && { browser }), use, iat: seconds() };
      // No two are the same: a socket is known by its token.
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

/** The signing key, 32 bytes; made on the first start and kept, for a new key would expire everybody. */
export function signingKey(folder: string): Buffer {
  const file = join(folder, 'signing.key');
  if (!existsSync(file)) {
    mkdirSync(folder, { recursive: true });
    // Whole or not at all: a process killed meanwhile leaves no half of a key.
    writeFileAtomic.sync(file, randomBytes(32).toString('base64'), { mode: 0o600 });
  }
  const { mode } = statSync(file);
  const key = Buffer.from(readFileSync(file, 'utf8').trim(), 'base64');
  if ((mode & 0o077) !== 0 && process.platform !== 'win32') throw new SigningKeyError(file, '其他用户可以读写');
  if (key.length < 32) throw new SigningKeyError(file, '不足 32 字节');
  return key;
}

/** Whoever has the key may speak for anybody: one that others may read, or that is short, is not used. */
export class SigningKeyError extends ReplyBotError {
  override readonly name = 'SigningKeyError';
  constructor(
    readonly file: string,
    readonly fault: string,
  ) {
    super(`签名密钥 ${file} ${fault},不能启用。请删去它(下次启动会另造,现有对话将重新开始),或执行 chmod 600。`);
  }
}
