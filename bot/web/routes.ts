import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { extname } from 'node:path';
import Negotiator from 'negotiator';
import type { Request, Response, Server } from 'restify';
import { type Access, targetOf } from '../http/access.js';
import type { Unsent } from '../http/unsent.js';
import { contentSecurityPolicy, embeddedPage } from './page.js';
import type { PageAsked } from './pageAsked.js';
import { noReplyPage, privacyPage, REPLY_POLICY } from './replyPage.js';

/** What the pages are made from. */
export interface Pages {
  /** The HTML of a page; `undefined` when there is no such reply. */
  readonly page: (asked: PageAsked) => Promise<string | undefined>;
  /** Days that questions are kept, as the privacy page says. */
  readonly retentionDays: number;
  /** Origins of pages that may embed the chat. */
  readonly embedOrigins: readonly string[];
  /** Paths of the files served under `/assets/`, by name. */
  readonly assets: ReadonlyMap<string, string>;
}

type Encoding = 'br' | 'gzip' | 'identity';

/** A file in memory: plain, and compressed where a file with the ending `.br` or `.gz` stands beside it. */
interface Asset {
  /** Content type. */
  readonly type: string;
  readonly forms: ReadonlyMap<Encoding, Buffer>;
}

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
};

function readAsset(file: string): Asset {
  const forms = new Map<Encoding, Buffer>([['identity', readFileSync(file)]]);
  for (const [encoding, ending] of [
    ['br', '.br'],
    ['gzip', '.gz'],
  ] as const)
    if (existsSync(file + ending)) forms.set(encoding, readFileSync(file + ending));
  return { type: TYPES[extname(file)] ?? 'application/octet-stream', forms };
}

/** Headers and status of a page. */
interface PageOptions {
  /** Default 200. */
  readonly status?: number;
  /** Content security policy. */
  readonly policy: string;
  /** `Cache-Control`. */
  readonly caching: string;
}

/** Sends a page, or 429 when the client has left too much unread. */
type SendPage = (request: Request, response: Response, html: string, options: PageOptions) => void;

/** Mounts the chat, alone and embedded, the pages of the replies, and the files that they load. */
export function mountPages(server: Server, pages: Pages, access: Access, unsent: Unsent): void {
  const send: SendPage = (request, response, html, { status = 200, policy, caching }) => {
    const release = unsent.hold(access.addressOf(request), Buffer.byteLength(html));
    if (!release) {
      response.header('Retry-After', '1');
      return void response.send(429, { error: { code: 'TooManyRequests', message: 'Too much is left unread.' } });
    }
    response.once('close', release);
    response.sendRaw(status, html, {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': policy,
      'Cache-Control': caching,
    });
  };
  mountChat(server, pages, send);
  mountReading(server, pages, send);
  mountAssets(server, pages);
}

/** Each chat page has a nonce of its own, and is therefore never cached. */
function mountChat(server: Server, { page, embedOrigins }: Pages, send: SendPage): void {
  const newNonce = () => randomBytes(16).toString('base64');
  server.get('/', async (request: Request, response: Response) => {
    const nonce = newNonce();
    const html = (await page({ kind: 'chat', nonce }))!;
    send(request, response, html, { policy: contentSecurityPolicy(nonce), caching: 'no-store' });
  });
  server.get('/embed', async (request: Request, response: Response) => {
    const nonce = newNonce();
    const policy = contentSecurityPolicy(nonce, embedOrigins);
    send(request, response, embeddedPage(nonce), { policy, caching: 'no-store' });
  });
}

function mountReading(server: Server, { page, retentionDays }: Pages, sendPage: SendPage): void {
  const send = (request: Request, response: Response, html: string, status = 200) =>
    sendPage(request, response, html, { status, policy: REPLY_POLICY, caching: 'no-cache' });
  server.get('/replies', async (request: Request, response: Response) =>
    send(request, response, (await page({ kind: 'replies' }))!),
  );
  server.get('/replies/:id', async (request: Request, response: Response) => {
    const mark = targetOf(request.url).searchParams.get('m');
    const html = await page({ kind: 'reply', id: String(request.params.id), ...(mark && { mark }) });
    if (html === undefined) send(request, response, noReplyPage(), 404);
    else send(request, response, html);
  });
  server.get('/privacy', async (request: Request, response: Response) =>
    send(request, response, privacyPage(retentionDays)),
  );
}

function mountAssets(server: Server, { assets: files }: Pages): void {
  const assets = new Map([...files].map(([name, file]) => [name, readAsset(file)]));
  server.get('/embed.js', async (request: Request, response: Response) => {
    // The only file that pages of other origins load.
    response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
    sendAsset(request, response, assets.get('embed.js')!);
  });
  server.get('/assets/:name', async (request: Request, response: Response) => {
    const asset = assets.get(request.params.name as string);
    if (!asset) return void response.send(404, { error: { code: 'NotFound', message: 'There is no such file.' } });
    sendAsset(request, response, asset);
  });
}

/**
 * Sends a file in the smallest form that the client accepts. Files with compressed forms contain their release in their
 * name and are cached for good.
 */
function sendAsset(request: Request, response: Response, { type, forms }: Asset): void {
  const accepted = new Negotiator(request).encodings([...forms.keys()]);
  const encoding = (['br', 'gzip'] as const).find((name) => accepted.includes(name)) ?? 'identity';
  response.sendRaw(200, forms.get(encoding)!, {
    'Content-Type': type,
    'Cache-Control': forms.size > 1 ? 'public, max-age=31536000, immutable' : 'no-cache',
    Vary: 'Accept-Encoding',
    ...(encoding !== 'identity' && { 'Content-Encoding': encoding }),
  });
}
