import { randomBytes, randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { createServer as createRestify, type Request, type Response, type Server } from 'restify';
import type { Reply } from '../indexer/reply.js';
import { type DirectLine, mountDirectLine, type Sockets } from './directLine/routes.js';
import { type Door, targetOf } from './door.js';
import type { Log } from './log.js';
import type { Metrics } from './metrics.js';
import { chatPage, contentSecurityPolicy, embeddedPage } from './web/page.js';
import { noReplyPage, privacyPage, REPLY_POLICY, readMark, repliesPage, replyPage } from './web/replyPage.js';

/** What `/healthz` reports: how much the bot has read. */
export interface Health {
  readonly replies: number;
  readonly passages: number;
  readonly segmenter: string;
}

export interface Host {
  readonly line: Omit<DirectLine, 'door' | 'refused'>;
  readonly door: Door;
  readonly log: Log;
  readonly metrics: (sockets: Sockets) => Metrics;
  /** Who may read the metrics: an address of the socket. */
  readonly mayMeasure: (address: string) => boolean;
  readonly health: () => Health;
  /** Why the bot should not be sent questions now; `undefined` when it should. */
  readonly unready: () => string | undefined;
  /** The letters in use, by id. */
  readonly replies: () => ReadonlyMap<string, Reply>;
  /** Days the record of questions is kept. */
  readonly retentionDays: number;
  /** Origins of pages that may show the chat in a frame. */
  readonly embedOrigins: readonly string[];
  /** Files of the page by their path under `/assets/`. */
  readonly assets: ReadonlyMap<string, string>;
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

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
};

/** Milliseconds a client may take for the head and for the whole of a request, and between two looks at that. */
const HEAD = 5_000;
const WHOLE = 10_000;
const LOOK = 1_000;
/** Milliseconds an idle connection is kept: longer than a client or a proxy keeps its own, which would else be cut. */
const IDLE = 30_000;

/** Headers of every answer; the pages add a policy of their own. */
const HEADERS: Readonly<Record<string, string>> = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), microphone=(), geolocation=(), payment=()',
};

/** All doors of the bot. Nothing listens until the caller says where. */
export function createServer(host: Host): RunningServer {
  const { line, door, log, health, replies, assets } = host;
  const server = createRestify({ name: 'dafutong', ignoreTrailingSlash: true });
  Object.assign(server.server, { connectionsCheckingInterval: LOOK });
  server.server.headersTimeout = HEAD;
  server.server.requestTimeout = WHOLE;
  server.server.keepAliveTimeout = IDLE;
  server.server.maxConnections = door.limits.sockets + SPARE;

  server.pre((request: Request, response: Response, next: (error?: unknown) => void) => {
    for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
    if (line.publicOrigin?.startsWith('https:')) response.setHeader('Strict-Transport-Security', 'max-age=31536000');
    door.count('requests', door.addressOf(request)).then((wait) => {
      if (wait === undefined) return next();
      metrics.refused('requests');
      response.header('Retry-After', String(wait));
      response.send(429, { error: { code: 'TooManyRequests', message: 'There are too many requests.' } });
      next(false);
    }, next);
  });
  server.on(
    'restifyError',
    (_request: Request, response: Response, error: { statusCode?: number }, done: () => void) => {
      const status = error.statusCode ?? 500;
      // Outsiders are told a number, operators what it stands for.
      const id = status < 500 ? undefined : randomUUID().slice(0, 8);
      if (id) log.error({ id, err: error }, 'request failed');
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

  const sendPage = (response: Response, html: (nonce: string) => string, framedBy: readonly string[] = []) => {
    const nonce = randomBytes(16).toString('base64');
    response.sendRaw(200, html(nonce), {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': contentSecurityPolicy(nonce, framedBy),
      'Cache-Control': 'no-store',
    });
  };
  server.get('/', async (_request: Request, response: Response) =>
    sendPage(response, (nonce) => chatPage(nonce, [...replies().values()])),
  );
  server.get('/embed', async (_request: Request, response: Response) =>
    sendPage(response, embeddedPage, host.embedOrigins),
  );
  server.get('/embed.js', async (request: Request, response: Response) => {
    // The one file other sites load.
    response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
    sendFile(request, response, assets.get('embed.js')!);
  });
  server.get('/replies', async (_request: Request, response: Response) =>
    sendReply(response, repliesPage([...replies().values()])),
  );
  server.get('/replies/:id', async (request: Request, response: Response) => {
    const reply = replies().get(String(request.params.id));
    if (!reply) return sendReply(response, noReplyPage(), 404);
    const query = targetOf(request.url).searchParams.get('m') ?? undefined;
    sendReply(response, replyPage(reply, readMark(query, reply)));
  });
  server.get('/privacy', async (_request: Request, response: Response) =>
    sendReply(response, privacyPage(host.retentionDays)),
  );
  server.get('/assets/:name', async (request: Request, response: Response) => {
    const file = assets.get(request.params.name as string);
    if (!file) return void response.send(404, { error: { code: 'NotFound', message: 'There is no such file.' } });
    sendFile(request, response, file);
  });
  server.get(
    '/healthz',
    async (_request: Request, response: Response) => void response.send(200, { status: 'ok', ...health() }),
  );
  let stopping = false;
  server.get('/readyz', async (_request: Request, response: Response) => {
    const reason = stopping ? 'stopping' : host.unready();
    response.send(reason ? 503 : 200, reason ? { status: 'unready', reason } : { status: 'ready' });
  });
  server.get('/metrics', async (request: Request, response: Response) => {
    if (!host.mayMeasure(request.socket.remoteAddress ?? '') || request.headers['x-forwarded-for'])
      return void response.send(404, { error: { code: 'NotFound', message: 'There is nothing here.' } });
    response.sendRaw(200, await metrics.text(), { 'Content-Type': metrics.contentType });
  });

  const sockets = mountDirectLine(server, {
    ...line,
    door,
    refused: (reason) => {
      metrics.refused(reason);
      log.info({ reason }, 'refused');
    },
  });
  const metrics = host.metrics(sockets);
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

function sendReply(response: Response, html: string, status = 200): void {
  response.sendRaw(status, html, {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Security-Policy': REPLY_POLICY,
    'Cache-Control': 'no-cache',
  });
}

/** The smallest form of a file the client takes: brotli or gzip where it stands beside it. */
function sendFile(request: Request, response: Response, file: string): void {
  const accepted = String(request.headers['accept-encoding'] ?? '');
  const [encoding, suffix] = (
    [
      ['br', '.br'],
      ['gzip', '.gz'],
    ] as const
  ).find(([name, ending]) => accepted.includes(name) && existsSync(file + ending)) ?? [undefined, ''];
  response.sendRaw(200, readFileSync(file + suffix), {
    'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream',
    'Cache-Control': suffix ? 'public, max-age=31536000, immutable' : 'no-cache',
    Vary: 'Accept-Encoding',
    ...(encoding && { 'Content-Encoding': encoding }),
  });
}
