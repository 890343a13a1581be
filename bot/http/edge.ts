import type { Server as HttpServer, IncomingMessage, ServerResponse } from 'node:http';
import { isIP } from 'node:net';
import { wording } from '../../dialogs/render/wording.js';
import type { Failed } from './failure.js';

/** `Host` by RFC 9110, 7.2: a name or address with an optional port; an IPv6 address in brackets. */
const AUTHORITY = /^(?:[A-Za-z0-9_.-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(?::\d{1,5})?$/;

/**
 * Whether `Host` and the request target (RFC 9112, 3.2) form a valid URL. restify parses both unchecked, and the error
 * it throws on an invalid one would end the process.
 */
export function isWellFormed({ method, url = '', headers: { host = '' } }: IncomingMessage): boolean {
  if (host !== '' && !AUTHORITY.test(host)) return false;
  if (!URL.canParse(`http://${host || 'localhost'}`)) return false;
  if (url === '*') return method === 'OPTIONS';
  if (url.startsWith('/')) return URL.canParse(`http://${host || 'localhost'}${url}`);
  return /^https?:\/\//i.test(url) && URL.canParse(url);
}

/**
 * Whether a `Host` can be this bot's. Guards against DNS rebinding, in which a foreign page's own domain resolves to
 * this machine: such a name has a dot and is not the configured one. IP addresses and names without a dot are accepted,
 * since an attacker cannot register them.
 *
 * @param ours hosts under which browsers reach the bot, in lower case: the host of `PUBLIC_ORIGIN`
 */
export function isOurName(host: string | undefined, ours: ReadonlySet<string>): boolean {
  const authority = host?.toLowerCase() ?? '';
  const name = authority.replace(/:\d{1,5}$/, '');
  return ours.has(authority) || !name.includes('.') || isIP(name.replace(/^\[|\]$/g, '')) !== 0;
}

/** Catches what a `request` listener throws synchronously: reports it once and answers with 500. */
export function guardRequests(server: HttpServer, failed: Failed): void {
  const listeners = server.listeners('request') as ((request: IncomingMessage, response: ServerResponse) => void)[];
  server.removeAllListeners('request');
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    try {
      for (const listener of listeners) listener.call(server, request, response);
    } catch (error) {
      failed(error as Error, 'request');
      refusePlainly(response, 500, 'ServiceError', 'Something went wrong here.');
    }
  });
}

/**
 * Sends a JSON error and closes the connection, without restify, whose response methods parse the request target. A
 * response that has begun is cut off.
 */
export function refusePlainly(response: ServerResponse, status: number, code: string, message: string): void {
  if (response.headersSent) return void response.destroy();
  const body = JSON.stringify({ error: { code, message } });
  response.writeHead(status, {
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': Buffer.byteLength(body),
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
    Connection: 'close',
  });
  response.end(body);
}

/** Answers 421 and says in Chinese how to make the bot accept this name. */
export function refuseName(response: ServerResponse, host: string): void {
  refusePlainly(response, 421, 'MisdirectedRequest', wording.unknownHost(host));
}
