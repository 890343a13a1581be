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

export interface Pages {
  /** The HTML of what is made of the letters; `undefined` where there is no such letter. */
  readonly page: (asked: PageAsked) => Promise<string | undefined>;
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
  readonly forms: ReadonlyMap<Encoding, Buffer>;
}

type Encoding = 'br' | 'gzip' | 'identity';

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

/** The chat, alone and embedded; the letters; what they are made of. */
export function mountPages(
  server: Server,
  { page, retentionDays, embedOrigins, assets: files }: Pages,
  access: Access,
  unsent: Unsent,
): void {
  const assets = new Map([...files].map(([name, file]) => [name, readAsset(file)]));

  /** Sends a page, unless the peer leaves too much unread. */
  const send = (
    request: Request,
    response: Response,
    html: string,
    { status = 200, policy, caching }: { status?: number; policy: string; caching: string },
  ) => {
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
  const nonceOf = () => randomBytes(16).toString('base64');
  server.get('/', async (request: Request, response: Response) => {
    const nonce = nonceOf();
    const html = (await page({ kind: 'chat', nonce }))!;
    send(request, response, html, { policy: contentSecurityPolicy(nonce), caching: 'no-store' });
  });
  server.get('/embed', async (request: Request, response: Response) => {
    const nonce = nonceOf();
    const policy = contentSecurityPolicy(nonce, embedOrigins);
    send(request, response, embeddedPage(nonce), { policy, caching: 'no-store' });
  });
  server.get('/embed.js', async (request: Request, response: Response) => {
    // The one file other sites load.
    response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
    sendAsset(request, response, assets.get('embed.js')!);
  });

  const sendReading = (request: Request, response: Response, html: string, status = 200) =>
    send(request, response, html, { status, policy: REPLY_POLICY, caching: 'no-cache' });
  server.get('/replies', async (request: Request, response: Response) =>
    sendReading(request, response, (await page({ kind: 'replies' }))!),
  );
  server.get('/replies/:id', async (request: Request, response: Response) => {
    const mark = targetOf(request.url).searchParams.get('m');
    const html = await page({ kind: 'reply', id: String(request.params.id), ...(mark && { mark }) });
    if (html === undefined) sendReading(request, response, noReplyPage(), 404);
    else sendReading(request, response, html);
  });
  server.get('/privacy', async (request: Request, response: Response) =>
    sendReading(request, response, privacyPage(retentionDays)),
  );

  server.get('/assets/:name', async (request: Request, response: Response) => {
    const asset = assets.get(request.params.name as string);
    if (!asset) return void response.send(404, { error: { code: 'NotFound', message: 'There is no such file.' } });
    sendAsset(request, response, asset);
  });
}

/** The smallest form of a file the client takes. What is kept compressed bears its release in its name. */
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
