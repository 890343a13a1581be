import type { Server as HttpServer, IncomingMessage, ServerResponse } from 'node:http';
import { isIP } from 'node:net';
import { wording } from '../../dialogs/render/wording.js';

/** A name or address with an optional port, as RFC 9110 has it in `Host`; IPv6 in brackets. */
const AUTHORITY = /^(?:[A-Za-z0-9_.-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(?::\d{1,5})?$/;

/**
 * Whether a request names a place that can be read: `Host` and the request target (RFC 9112, 3.2) make a URL. restify
 * reads them without asking, and what it throws would end the process.
 */
export function isWellFormed({ method, url = '', headers: { host = '' } }: IncomingMessage): boolean {
  if (host !== '' && !AUTHORITY.test(host)) return false;
  if (!URL.canParse(`http://${host || 'localhost'}`)) return false;
  if (url === '*') return method === 'OPTIONS';
  if (url.startsWith('/')) return URL.canParse(`http://${host || 'localhost'}${url}`);
  return /^https?:\/\//i.test(url) && URL.canParse(url);
}

/**
 * Whether the name in `Host` can be ours. A page of elsewhere may let its own name lead to this machine (DNS
 * rebinding); such a name has a dot and is not the configured one. Addresses and names without a dot cannot be had by
 * strangers.
 *
 * @param ours names under which browsers reach the bot: the host of `PUBLIC_ORIGIN`
 */
export function isOurName(host: string | undefined, ours: ReadonlySet<string>): boolean {
  const authority = host?.toLowerCase() ?? '';
  const name = authority.replace(/:\d{1,5}$/, '');
  return ours.has(authority) || !name.includes('.') || isIP(name.replace(/^\[|\]$/g, '')) !== 0;
}

/** What an error of a request is told as: to operators with its place, to metrics by where. */
export type Failed = (error: Error, where: string) => void;

/** Catches whatever a request's listener throws: it is told once, and the request is answered with 500. */
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

/** Answers without restify, whose own ways read the address that cannot be read. */
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

/** Says in words for a person that the bot does not answer under this name, and how to make it. */
export function refuseName(response: ServerResponse, host: string): void {
  refusePlainly(response, 421, 'MisdirectedRequest', wording.unknownHost(host));
}
