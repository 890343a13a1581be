import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { extname } from 'node:path';
import type { Request, Response, Server } from 'restify';
import type { Reply } from '../../indexer/reply.js';
import { targetOf } from '../door.js';
import { chatPage, contentSecurityPolicy, embeddedPage } from './page.js';
import { noReplyPage, privacyPage, REPLY_POLICY, readMark, repliesPage, replyPage } from './replyPage.js';

export interface Pages {
  /** The letters in use, by id. */
  readonly replies: () => ReadonlyMap<string, Reply>;
  /** Days the record of questions is kept. */
  readonly retentionDays: number;
  /** Origins of pages that may show the chat in a frame. */
  readonly embedOrigins: readonly string[];
  /** Files of the page by their name under `/assets/`. */
  readonly assets: ReadonlyMap<string, string>;
}

/** A file in memory, read once: plain, and compressed where it stands so beside it. */
interface Asset {
  readonly type: string;
  readonly forms: ReadonlyMap<'br' | 'gzip' | 'identity', Buffer>;
}

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
};

function readAsset(file: string): Asset {
  const forms = new Map<'br' | 'gzip' | 'identity', Buffer>([['identity', readFileSync(file)]]);
  for (const [encoding, ending] of [
    ['br', '.br'],
    ['gzip', '.gz'],
  ] as const)
    if (existsSync(file + ending)) forms.set(encoding, readFileSync(file + ending));
  return { type: TYPES[extname(file)] ?? 'application/octet-stream', forms };
}

/** The chat, alone and embedded; the letters; what they are made of. */
export function mountPages(server: Server, { replies, retentionDays, embedOrigins, assets: files }: Pages): void {
  const assets = new Map([...files].map(([name, file]) => [name, readAsset(file)]));

  const sendChat = (response: Response, html: (nonce: string) => string, framedBy: readonly string[] = []) => {
    const nonce = randomBytes(16).toString('base64');
    send(response, 200, html(nonce), contentSecurityPolicy(nonce, framedBy), 'no-store');
  };
  server.get('/', async (_request: Request, response: Response) =>
    sendChat(response, (nonce) => chatPage(nonce, [...replies().values()])),
  );
  server.get('/embed', async (_request: Request, response: Response) => sendChat(response, embeddedPage, embedOrigins));
  server.get('/embed.js', async (request: Request, response: Response) => {
    // The one file other sites load.
    response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
    sendAsset(request, response, assets.get('embed.js')!);
  });

  const sendReading = (response: Response, html: string, status = 200) =>
    send(response, status, html, REPLY_POLICY, 'no-cache');
  server.get('/replies', async (_request: Request, response: Response) =>
    sendReading(response, repliesPage([...replies().values()])),
  );
  server.get('/replies/:id', async (request: Request, response: Response) => {
    const reply = replies().get(String(request.params.id));
    if (!reply) return sendReading(response, noReplyPage(), 404);
    const query = targetOf(request.url).searchParams.get('m') ?? undefined;
    sendReading(response, replyPage(reply, readMark(query, reply)));
  });
  server.get('/privacy', async (_request: Request, response: Response) =>
    sendReading(response, privacyPage(retentionDays)),
  );

  server.get('/assets/:name', async (request: Request, response: Response) => {
    const asset = assets.get(request.params.name as string);
    if (!asset) return void response.send(404, { error: { code: 'NotFound', message: 'There is no such file.' } });
    sendAsset(request, response, asset);
  });
}

function send(response: Response, status: number, html: string, policy: string, caching: string): void {
  response.sendRaw(status, html, {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Security-Policy': policy,
    'Cache-Control': caching,
  });
}

/** The smallest form of a file the client takes. What is kept compressed bears its release in its name. */
function sendAsset(request: Request, response: Response, { type, forms }: Asset): void {
  const accepted = String(request.headers['accept-encoding'] ?? '');
  const encoding = (['br', 'gzip'] as const).find((name) => accepted.includes(name) && forms.has(name)) ?? 'identity';
  response.sendRaw(200, forms.get(encoding)!, {
    'Content-Type': type,
    'Cache-Control': forms.size > 1 ? 'public, max-age=31536000, immutable' : 'no-cache',
    Vary: 'Accept-Encoding',
    ...(encoding !== 'identity' && { 'Content-Encoding': encoding }),
  });
}
