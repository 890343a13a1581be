import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { sign, TokenExpiredError, verify } from 'jsonwebtoken';

/** What a token allows: `dl` the REST calls of one conversation, `ws` opening its socket. */
export type Use = 'dl' | 'ws';

export interface Grant {
  readonly conversation: string;
  readonly user: string;
}

/** Seconds a token lives. Web Chat refreshes its own every 15 minutes, whatever is said. */
export const LIFE: { readonly [use in Use]: number } = { dl: 1800, ws: 60 };

export type Refusal = 'expired' | 'invalid';

/** Signs and checks the tokens of Direct Line: JWT, HS256. */
export interface Tokens {
  issue(grant: Grant, use: Use): string;
  check(token: string, use: Use): Grant | Refusal;
}

interface Claims {
  readonly conv: string;
  readonly user: string;
  readonly use: Use;
  readonly iat: number;
}

export function createTokens(key: Buffer, now: () => Date = () => new Date()): Tokens {
  const seconds = () => Math.floor(now().getTime() / 1000);
  return {
    issue({ conversation, user }, use) {
      const claims: Claims = { conv: conversation, user, use, iat: seconds() };
      return sign(claims, key, { algorithm: 'HS256', expiresIn: LIFE[use] });
    },
    check(token, use) {
      try {
        const claims = verify(token, key, { algorithms: ['HS256'], clockTimestamp: seconds() }) as Partial<Claims>;
        if (claims.use !== use || typeof claims.conv !== 'string' || typeof claims.user !== 'string') return 'invalid';
        return { conversation: claims.conv, user: claims.user };
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
    const handle = openSync(file, 'wx', 0o600);
    writeSync(handle, randomBytes(32).toString('base64'));
    closeSync(handle);
  }
  return Buffer.from(readFileSync(file, 'utf8').trim(), 'base64');
}
