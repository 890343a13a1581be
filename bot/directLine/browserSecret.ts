import { createHash, randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { BASE } from './directLine.js';
import { GRACE } from './token.js';

const COOKIE = 'dafutong';

/**
 * The secret by which a browser proves that a token was issued to it. It lives in an HttpOnly cookie, so neither
 * scripts nor URLs hold it; the token carries its digest only.
 */
export interface BrowserSecret {
  /** SHA-256 of the secret, base64url. */
  readonly digest: string;
  /** `Set-Cookie` header that stores it. */
  readonly cookie: string;
}

/** The browser's secret, or a new one if it has none. @param secure whether the cookie is for HTTPS alone */
export function browserSecret(request: IncomingMessage, secure: boolean): BrowserSecret {
  const secret = secretOf(request) ?? randomUUID();
  const attributes = `Path=${BASE}/tokens; Max-Age=${GRACE}; HttpOnly; SameSite=Strict${secure ? '; Secure' : ''}`;
  return { digest: digestOf(secret), cookie: `${COOKIE}=${secret}; ${attributes}` };
}

/** Whether the request brings the secret of which a grant carries the digest; false for a grant without one. */
export function isOwnBrowser(request: IncomingMessage, digest: string | undefined): boolean {
  const secret = secretOf(request);
  return secret !== undefined && digest === digestOf(secret);
}

const secretOf = ({ headers }: IncomingMessage): string | undefined =>
  (headers.cookie ?? '')
    .split('; ')
    .map((cookie) => cookie.split('='))
    .find(([name, value]) => name === COOKIE && /^[\w-]{36}$/.test(value ?? ''))?.[1];

const digestOf = (secret: string): string => createHash('sha256').update(secret).digest('base64url');
