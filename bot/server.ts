import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { createServer as createRestify, type Request, type Response, type Server } from 'restify';
import type { Reply } from '../indexer/reply.js';
import { type DirectLine, mountDirectLine } from './directLine/routes.js';
import { chatPage, contentSecurityPolicy, embeddedPage } from './web/page.js';
import { noReplyPage, privacyPage, REPLY_POLICY, readMark, repliesPage, replyPage } from './web/replyPage.js';

/** What `/healthz` reports: how much the bot has read. */
export interface Health {
  readonly replies: number;
  readonly passages: number;
  readonly segmenter: string;
}

export interface Host {
  readonly line: DirectLine;
  readonly health: () => Health;
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
  /** Stops accepting, closes the sockets, ends when the last answer has left. */
  close(): Promise<void>;
}

/** Milliseconds answers under way are waited for when stopping. */
const LAST_ANSWERS = 2000;

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
};

/** All doors of the bot. Nothing listens until the caller says where. */
export function createServer({
  line,
  health,
  replies,
  retentionDays,
  embedOrigins,
  assets,
  teams,
}: Host): RunningServer {
  const server = createRestify({ name: 'dafutong', ignoreTrailingSlash: true });
  server.server.headersTimeout = 10_000;
  server.server.requestTimeout = 15_000;

  server.pre((_request: Request, response: Response, next: (error?: unknown) => void) => {
    response.setHeader('X-Content-Type-Options', 'nosniff');
    response.setHeader('Referrer-Policy', 'no-referrer');
    next();
  });
  server.on(
    'restifyError',
    (_request: Request, response: Response, error: { statusCode?: number }, done: () => void) => {
      const status = error.statusCode ?? 500;
      if (!response.headersSent)
        response.send(status, {
          error: {
            code: status < 500 ? 'BadArgument' : 'ServiceError',
            message: status < 500 ? 'The request cannot be served.' : 'Something went wrong here.',
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
  server.get('/embed', async (_request: Request, response: Response) => sendPage(response, embeddedPage, embedOrigins));
  server.get('/embed.js', async (request: Request, response: Response) =>
    sendFile(request, response, assets.get('embed.js')!),
  );
  server.get('/replies', async (_request: Request, response: Response) =>
    sendReply(response, repliesPage([...replies().values()])),
  );
  server.get('/replies/:id', async (request: Request, response: Response) => {
    const reply = replies().get(String(request.params.id));
    if (!reply) return sendReply(response, noReplyPage(), 404);
    const query = new URL(request.url ?? '', 'http://here').searchParams.get('m') ?? undefined;
    sendReply(response, replyPage(reply, readMark(query, reply)));
  });
  server.get('/privacy', async (_request: Request, response: Response) =>
    sendReply(response, privacyPage(retentionDays)),
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

  const closeSockets = mountDirectLine(server, line);
  teams?.(server);
  return {
    server,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        closeSockets();
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
