import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { errors, jwtVerify, SignJWT } from 'jose';

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
  issue(grant: Grant, use: Use): Promise<string>;
  check(token: string, use: Use): Promise<Grant | Refusal>;
}

export function createTokens(key: Uint8Array, now: () => Date = () => new Date()): Tokens {
  return {
    async issue({ conversation, user }, use) {
      const issued = Math.floor(now().getTime() / 1000);
      return new SignJWT({ conv: conversation, user, use })
        .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
        .setIssuedAt(issued)
        .setExpirationTime(issued + LIFE[use])
        .sign(key);
    },
    async check(token, use) {
      try {
        const { payload } = await jwtVerify(token, key, { algorithms: ['HS256'], currentDate: now() });
        if (payload['use'] !== use || typeof payload['conv'] !== 'string' || typeof payload['user'] !== 'string') return 'invalid';
        return { conversation: payload['conv'], user: payload['user'] };
      } catch (error) {
        return error instanceof errors.JWTExpired ? 'expired' : 'invalid';
      }
    },
  };
}

/** The signing key, 32 bytes; made on the first start and kept, for a new key would expire everybody. */
export function signingKey(folder: string): Uint8Array {
  const file = join(folder, 'signing.key');
  if (!existsSync(file)) {
    mkdirSync(folder, { recursive: true });
    const handle = openSync(file, 'wx', 0o600);
    writeSync(handle, randomBytes(32).toString('base64'));
    closeSync(handle);
  }
  return Buffer.from(readFileSync(file, 'utf8').trim(), 'base64');
}
