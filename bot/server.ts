import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import { createServer as createRestify, type Request, type Response, type Server } from 'restify';
import { wording } from '../dialogs/render/wording.js';
import type { DirectLine } from './directLine/directLine.js';
import { mountDirectLine } from './directLine/routes.js';
import type { Sockets } from './directLine/sockets.js';
import { type Access, Counter, targetOf } from './http/access.js';
import { type Failed, guardRequests, isOurName, isWellFormed, refuseName, refusePlainly } from './http/edge.js';
import { type HealthDependencies, mountHealth } from './http/health.js';
import type { Metrics } from './http/metrics.js';
import type { Log } from './log.js';
import { mountPages, type Pages } from './web/routes.js';

export interface Host extends Pages, Omit<HealthDependencies, 'metrics'> {
  readonly line: Omit<DirectLine, 'door' | 'refused' | 'failed'>;
  readonly door: Access;
  readonly log: Log;
  readonly metrics: (sockets: Sockets) => Metrics;
  /** Mounts `/api/messages`; absent when Teams is not configured. */
  readonly teams?: (server: Server) => void;
}

export interface RunningServer {
  readonly server: Server;
  readonly metrics: Metrics;
  /** Stops accepting, closes the sockets, ends when the last answer has left. */
  close(): Promise<void>;
}

/** Milliseconds answers under way are waited for when stopping. */
const LAST_ANSWERS = 2000;
/** Connections beside the sockets. */
const SPARE = 1000;

/** Milliseconds a client may take for the head and for the whole of a request, and between two looks at that. */
const HEAD = 5_000;
const WHOLE = 10_000;
const LOOK = 1_000;
/** Milliseconds an idle connection is kept: longer than a client or a proxy keeps its own, which would else be cut. */
const IDLE = 30_000;

/** Milliseconds after which a connection on which nothing moves is cut: nobody reads as slowly as that. */
const STALLED = 30_000;

/** Headers of every answer; the pages add a policy of their own. */
const HEADERS: Readonly<Record<string, string>> = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), microphone=(), geolocation=(), payment=()',
  // What may be kept says so itself.
  'Cache-Control': 'no-store',
};

/** Paths that are asked by machines under names of their own. */
const FOR_MACHINES = /^\/(?:healthz|readyz|metrics|api\/messages)$/;

/** All doors of the bot. Nothing listens until the caller says where. */
export function createServer(host: Host): RunningServer {
  const { line, door, log } = host;
  const server = createRestify({ name: 'dafutong', ignoreTrailingSlash: true });
  Object.assign(server.server, { connectionsCheckingInterval: LOOK });
  server.server.headersTimeout = HEAD;
  server.server.requestTimeout = WHOLE;
  server.server.keepAliveTimeout = IDLE;
  server.server.setTimeout(STALLED);
  limitConnections(server, door);
  server.server.maxConnections = door.limits.sockets + SPARE;
  const failed: Failed = (error, where) => {
    log.error({ where, err: error }, 'failed');
    metrics.failed(where);
  };
  guardRequests(server.server, failed);
  const ours = new Set(line.publicOrigin ? [new URL(line.publicOrigin).host] : []);
  const strange = new Set<string>();
  // Before all else, which @types/restify does not know.
  (server as Server & { first(handler: (request: Request, response: Response) => boolean): void }).first(
    (request, response) => {
      if (!isWellFormed(request)) {
        refusePlainly(response, 400, 'BadArgument', 'The request names no place that can be read.');
        return false;
      }
      const { host = '' } = request.headers;
      const trusted = door.trusts(request.socket.remoteAddress ?? '');
      if (!trusted && !isOurName(host, ours) && !FOR_MACHINES.test(targetOf(request.url).pathname)) {
        metrics.refused('host');
        if (strange.size < MOST_STRANGE && !strange.has(host)) log.warn(wording.unknownHost(host));
        strange.add(host);
        refuseName(response, host);
        return false;
      }
      // HEAD is answered as GET is; Node leaves the body out.
      if (request.method === 'HEAD') request.method = 'GET';
      return true;
    },
  );

  server.pre((request: Request, response: Response, next: (error?: unknown) => void) => {
    for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
    if (line.publicOrigin?.startsWith('https:')) response.setHeader('Strict-Transport-Security', 'max-age=31536000');
    door
      .count('requests', door.addressOf(request))
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
  server.on(
    'restifyError',
    (_request: Request, response: Response, error: { statusCode?: number }, done: () => void) => {
      const status = error.statusCode ?? 500;
      // Outsiders are told a number, operators what it stands for.
      const id = status < 500 ? undefined : randomUUID().slice(0, 8);
      if (id) {
        log.error({ id, err: error }, 'request failed');
        metrics.failed('request');
      }
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

  let stopping = false;
  const sockets = mountDirectLine(server, {
    ...line,
    door,
    refused: (reason) => metrics.refused(reason),
    failed: (error) => failed(error, 'turn'),
  });
  const metrics = host.metrics(sockets);
  mountPages(server, host, door, line.unsent);
  mountHealth(server, { ...host, metrics, unready: () => (stopping ? 'stopping' : host.unready()) });
  host.teams?.(server);
  return {
    server,
    metrics,
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

/** Names under which the bot was asked in vain that are told to the operator. */
const MOST_STRANGE = 20;

/** Connections of one peer beyond its sockets. */
const BESIDE = 200;

/** No peer but a trusted proxy holds all connections there are. */
function limitConnections(server: Server, door: Access): void {
  const held = new Counter();
  server.server.on('connection', (socket: Socket) => {
    const peer = socket.remoteAddress ?? '';
    if (door.trusts(peer)) return;
    if (held.of(peer) >= door.limits.socketsOfAddress + BESIDE) return void socket.destroy();
    held.add(peer, 1);
    socket.on('close', () => held.add(peer, -1));
  });
}
