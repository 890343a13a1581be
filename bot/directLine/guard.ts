import type { Request, Response } from 'restify';
import { BodyError } from '../http/body.js';
import { isOwnBrowser } from './browserSecret.js';
import type { Grant, Refusal, Tokens } from './token.js';

/** A route's handler, called with what the request's token grants. */
export type Handler = (request: Request, response: Response, grant: Grant) => Promise<void>;

/**
 * Wraps a handler so that it runs only with a valid token of the conversation named in the path. Answers 401 without a
 * token, 403 with another one, and the status of a `BodyError` that the handler throws.
 *
 * @param grace seconds after its expiry in which a token is still accepted from the browser it was issued to; default 0
 */
export function guarded(tokens: Tokens, handler: Handler, grace = 0) {
  return async (request: Request, response: Response): Promise<void> => {
    try {
      const token = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1];
      if (!token) return refuse(response, 401, 'Unauthorized', 'A token is required.');
      const grant = grantOf(tokens, token, request, grace);
      if (grant === 'expired') return refuse(response, 403, 'TokenExpired', 'The token has expired.');
      if (grant === 'invalid') return refuse(response, 403, 'Unauthorized', 'The token is not valid here.');
      const named = request.params?.id as string | undefined;
      if (named && named !== grant.conversation)
        return refuse(response, 403, 'Unauthorized', 'The token is of another conversation.');
      await handler(request, response, grant);
    } catch (error) {
      if (!(error instanceof BodyError)) throw error;
      refuse(response, error.status, 'BadArgument', error.message);
    }
  };
}

function grantOf(tokens: Tokens, token: string, request: Request, grace: number): Grant | Refusal {
  const grant = tokens.check(token, 'dl');
  if (grant !== 'expired' || grace === 0) return grant;
  const late = tokens.check(token, 'dl', grace);
  return typeof late === 'object' && isOwnBrowser(request, late.browser) ? late : grant;
}

/** Answers 429. @param wait seconds after which the client may try again */
export function refuseTooMany(response: Response, wait: number): void {
  response.header('Retry-After', String(wait));
  refuse(response, 429, 'TooManyRequests', 'There are too many requests.');
}

/** Answers with an error in the form Direct Line clients read. */
export function refuse(response: Response, status: number, code: string, message: string): void {
  response.send(status, { error: { code, message } });
}
