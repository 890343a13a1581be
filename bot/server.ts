import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import { createServer as createRestify, type Request, type Response, type Server } from 'restify';
import { wording } from '../dialogs/render/wording.js';
import type { DirectLine } from './directLine/directLine.js';
import { mountDirectLine } from './directLine/routes.js';
import { type Access, Counter, targetOf } from './http/access.js';
import { guardRequests, isWellFormed, refuseName, refusePlainly } from './http/edge.js';
import { createFailed, type Failed } from './http/failure.js';
import { type HealthDependencies, mountHealth } from './http/health.js';
import type { Metrics } from './http/metrics.js';
import type { Log } from './log.js';
import { mountPages, type Pages } from './web/routes.js';

/** What the server depends on. */
export interface ServerDependencies extends Pages, HealthDependencies {
  readonly directLine: Omit<DirectLine, 'access' | 'refused' | 'failed'>;
  readonly access: Access;
  readonly log: Log;
  /** Mounts `/api/messages`; absent when Teams is not configured. */
  readonly mountTeams?: (server: Server) => void;
}

export interface RunningServer {
  readonly server: Server;
  /** Stops accepting connections and closes the sockets; resolves when the last answer has been sent. */
  close(): Promise<void>;
}

/** Milliseconds that answers under way have to finish when the bot stops. */
const LAST_ANSWERS = 2000;
/** Connections accepted in addition to the sockets, in all. */
const OTHER_CONNECTIONS = 1000;
/** Connections accepted in addition to the sockets, per peer. */
const OTHER_CONNECTIONS_OF_PEER = 200;

/** Milliseconds a client has to send the head of a request. */
const HEAD_TIMEOUT = 5_000;
/** Milliseconds a client has to send a whole request. */
const REQUEST_TIMEOUT = 10_000;
/** Milliseconds between two checks of these timeouts. */
const TIMEOUT_CHECK = 1_000;
/** Milliseconds an idle connection stays open: longer than clients and proxies keep theirs, so that they close first. */
const KEEP_ALIVE = 30_000;
/** Milliseconds without any traffic after which a connection is cut off. */
const STALLED = 30_000;

/** Most unknown names in `Host` that are logged. */
const MOST_UNKNOWN_HOSTS = 20;

/** Headers of every answer; pages add a content security policy of their own. */
const HEADERS: Readonly<Record<string, string>> = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), microphone=(), geolocation=(), payment=()',
  // The default; answers that may be cached override it.
  'Cache-Control': 'no-store',
};

/** Paths that machines ask for under any host name. */
const FOR_MACHINES = /^\/(?:healthz|readyz|metrics|api\/messages)$/;

/** The HTTP server with all routes of the bot. It does not listen yet. */
export function createServer(dependencies: ServerDependencies): RunningServer {
  const { access, log, metrics } = dependencies;
  const failed = createFailed(log, metrics);
  const server = createRestify({ name: 'dafutong', ignoreTrailingSlash: true });
  setTimeouts(server);
  limitConnections(server, access);
  guardRequests(server.server, failed);
  checkAddress(server, access, log, metrics);
  limitRequests(server, access, metrics, failed);
  answerErrors(server, failed);

  const refused = (reason: string) => metrics.refused(reason);
  const sockets = mountDirectLine(server, { ...dependencies.directLine, access, refused, failed });
  metrics.gauge('sockets', 'Open sockets.', () => sockets.count);
  let stopping = false;
  mountPages(server, dependencies, access, dependencies.directLine.unsent);
  mountHealth(server, { ...dependencies, unready: () => (stopping ? 'stopping' : dependencies.unready()) });
  dependencies.mountTeams?.(server);
  return {
    server,
    close: () =>
      new Promise((resolve) => {
        stopping = true;
        server.close(() => resolve());
        sockets.close();
        server.server.closeIdleConnections();
        setTimeout(() => server.server.closeAllConnections(), LAST_ANSWERS).unref();
      }),
  };
}

function setTimeouts({ server }: Server): void {
  Object.assign(server, { connectionsCheckingInterval: TIMEOUT_CHECK });
  server.headersTimeout = HEAD_TIMEOUT;
  server.requestTimeout = REQUEST_TIMEOUT;
  server.keepAliveTimeout = KEEP_ALIVE;
  server.setTimeout(STALLED);
}

/** Limits connections in all, and per peer, so that no peer but a trusted proxy can hold all of them. */
function limitConnections({ server }: Server, access: Access): void {
  const { sockets, socketsOfAddress } = access.limits;
  server.maxConnections = sockets + OTHER_CONNECTIONS;
  const held = new Counter();
  server.on('connection', (socket: Socket) => {
    const peer = socket.remoteAddress ?? '';
    if (access.trusts(peer)) return;
    if (held.of(peer) >= socketsOfAddress + OTHER_CONNECTIONS_OF_PEER) return void socket.destroy();
    held.add(peer, 1);
    socket.on('close', () => held.add(peer, -1));
  });
}

/** Before any route: refuses malformed requests with 400 and foreign host names with 421; reads HEAD as GET. */
function checkAddress(server: Server, access: Access, log: Log, metrics: Metrics): void {
  const unknown = new Set<string>();
  const isOurs = ({ headers, socket, url }: Request) =>
    access.trusts(socket.remoteAddress ?? '') ||
    access.isOurHost(headers.host ?? '') ||
    FOR_MACHINES.test(targetOf(url).pathname);
  // @types/restify lacks `first`, which runs before everything else.
  (server as Server & { first(handler: (request: Request, response: Response) => boolean): void }).first(
    (request, response) => {
      if (!isWellFormed(request)) {
        refusePlainly(response, 400, 'BadArgument', 'The request names no place that can be read.');
        return false;
      }
      if (!isOurs(request)) {
        const { host = '' } = request.headers;
        metrics.refused('host');
        if (unknown.size < MOST_UNKNOWN_HOSTS && !unknown.has(host)) log.warn(wording.unknownHost(host));
        unknown.add(host);
        refuseName(response, host);
        return false;
      }
      // Node leaves the body out of an answer to HEAD.
      if (request.method === 'HEAD') request.method = 'GET';
      return true;
    },
  );
}

/** Sets the common headers and answers 429 to an address that asks too often. */
function limitRequests(server: Server, access: Access, metrics: Metrics, failed: Failed): void {
  const isHttps = access.publicOrigin?.startsWith('https:') ?? false;
  server.pre((request: Request, response: Response, next: (error?: unknown) => void) => {
    for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
    if (isHttps) response.setHeader('Strict-Transport-Security', 'max-age=31536000');
    access
      .count('requests', access.addressOf(request))
      .then((wait) => {
        if (wait === undefined) return next();
        metrics.refused('requests');
        response.header('Retry-After', String(wait));
        response.send(429, { error: { code: 'TooManyRequests', message: 'There are too many requests.' } });
        next(false);
      }, next)
      .catch((error: Error) => {
        failed(error, 'request');
        refusePlainly(response, 500, 'ServiceError', 'Something went wrong here.');
      });
  });
}

/** Answers what a route throws: clients get a number, and the log the error under the same number. */
function answerErrors(server: Server, failed: Failed): void {
  server.on(
    'restifyError',
    (_request: Request, response: Response, error: Error & { statusCode?: number }, done: () => void) => {
      const status = error.statusCode ?? 500;
      const id = status < 500 ? undefined : randomUUID().slice(0, 8);
      if (id) failed(error, 'request', id);
      if (!response.headersSent)
        response.send(Math.min(status, 500), {
          error: {
            code: status < 500 ? 'BadArgument' : 'ServiceError',
            message: id ? `Something went wrong here (${id}).` : 'The request cannot be served.',
          },
        });
      done();
    },
  );
}
