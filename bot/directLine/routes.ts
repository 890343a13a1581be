import { createHash, randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { type Activity, ActivityTypes } from 'botbuilder';
import type { Request, Response, Server } from 'restify';
import { targetOf } from '../http/access.js';
import { BodyError, readJson } from '../http/body.js';
import { readActivity } from './activity.js';
import type { Conversation } from './conversation.js';
import type { DirectLine } from './directLine.js';
import { mountSockets, type Sockets } from './sockets.js';
import { type Grant, LIFE, type Refusal } from './token.js';

const BASE = '/v3/directline';
/**
 * Seconds after its life in which a token may still be changed for a fresh one by the browser it was given to: a page
 * that slept takes its talk up again. The browser proves itself by a secret of its own, which no script and no address
 * has; the token alone is worth nothing once its life is over.
 */
const GRACE = 12 * 3600;
const SECRET = 'dafutong';
const BOT = { id: 'dafutong', name: '答复通' };

type Handler = (request: Request, response: Response, grant: Grant) => Promise<void>;

/** Mounts Direct Line 3.0 on a server, as Web Chat's client uses it. */
export function mountDirectLine(server: Server, line: DirectLine): Sockets {
  const { conversations, tokens, door } = line;

  const session = (conversation: Conversation, grant: Grant, request: Request, watermark = '') => ({
    conversationId: conversation.id,
    token: tokens.issue(grant, 'dl'),
    expires_in: LIFE.dl,
    streamUrl: `${socketOrigin(line, request)}${BASE}/conversations/${conversation.id}/stream?watermark=${encodeURIComponent(watermark)}&t=${tokens.issue(grant, 'ws')}`,
  });

  /** Lets a request through with a token of the conversation it names; `grace` in seconds, for its own browser. */
  const guarded =
    (handler: Handler, grace = 0) =>
    async (request: Request, response: Response) => {
      try {
        const token = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1];
        if (!token) return refuse(response, 401, 'Unauthorized', 'A token is required.');
        const fresh = tokens.check(token, 'dl');
        const late = fresh === 'expired' && grace > 0 ? tokens.check(token, 'dl', grace) : fresh;
        const grant = fresh !== late && !isOwnBrowser(request, late) ? fresh : late;
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

  server.post(`${BASE}/tokens/generate`, async (request: Request, response: Response) => {
    if (!door.knows(request)) {
      line.refused('origin');
      return refuse(response, 403, 'Unauthorized', 'This page may not begin a conversation.');
    }
    const wait = await door.count('conversations', door.addressOf(request));
    if (wait !== undefined) {
      line.refused('conversations');
      return tooMany(response, wait);
    }
    const secret = secretOf(request) ?? randomUUID();
    const grant = { conversation: randomUUID(), user: `dl_${randomUUID()}`, browser: digestOf(secret) };
    const secure = door.schemeOf(request) === 'https' ? '; Secure' : '';
    response.header(
      'Set-Cookie',
      `${SECRET}=${secret}; Path=${BASE}/tokens; Max-Age=${GRACE}; HttpOnly; SameSite=Strict${secure}`,
    );
    response.send(200, { conversationId: grant.conversation, token: tokens.issue(grant, 'dl'), expires_in: LIFE.dl });
  });

  // A page that slept past its token's life takes its talk up again.
  server.post(
    `${BASE}/tokens/refresh`,
    guarded(async (_request, response, grant) => {
      response.send(200, { conversationId: grant.conversation, token: tokens.issue(grant, 'dl'), expires_in: LIFE.dl });
    }, GRACE),
  );

  server.post(
    `${BASE}/conversations`,
    guarded(async (request, response, grant) => {
      const { fresh, conversation } = greet(line, grant);
      response.send(fresh ? 201 : 200, session(conversation, grant, request));
    }),
  );

  // An unknown conversation with a valid token is taken up anew, never 404: the client would hang on it silently.
  server.get(
    `${BASE}/conversations/:id`,
    guarded(async (request, response, grant) => {
      const { conversation } = greet(line, grant);
      response.send(200, session(conversation, grant, request, queryOf(request).get('watermark') ?? ''));
    }),
  );

  server.get(
    `${BASE}/conversations/:id/activities`,
    guarded(async (request, response, grant) => {
      const conversation = conversations.open(grant.conversation);
      const { json } = conversation.since(conversation.placeOf(queryOf(request).get('watermark') ?? undefined));
      const release = line.unsent.hold(door.addressOf(request), Buffer.byteLength(json));
      if (!release) {
        line.refused('unread');
        return tooMany(response, 1);
      }
      response.once('close', release);
      response.sendRaw(200, json, { 'Content-Type': 'application/json' });
    }),
  );

  server.post(
    `${BASE}/conversations/:id/activities`,
    guarded(async (request, response, grant) => {
      const posted = readActivity(await readJson(request));
      const conversation = conversations.open(grant.conversation);
      const clientId = posted.channelData?.clientActivityID as string | undefined;
      const before = clientId && conversation.posted(clientId);
      if (before) return void response.send(200, { id: before.id });
      const wait = await door.count('messages', grant.conversation);
      if (wait !== undefined || conversation.full) {
        line.refused('messages');
        return tooMany(response, wait ?? 3600);
      }
      const incoming = addressed(conversation.id, grant.user, posted, pageOrigin(line, request));
      // The echo first, under the id the bot sees: replies wait for it.
      const echo =
        posted.type === ActivityTypes.Typing ? { ...incoming, id: randomUUID() } : conversation.post(incoming);
      response.send(200, { id: echo.id });
      const activity = { ...incoming, ...echo, recipient: incoming.recipient! };
      deliver(line, conversation, activity, door.addressOf(request));
    }),
  );

  server.get(
    `${BASE}/session/getsessionid`,
    async (_request: Request, response: Response) => void response.send(200, { sessionId: randomUUID() }),
  );

  return mountSockets(server, line);
}

function deliver(
  { adapter, logic, failed }: DirectLine,
  conversation: Conversation,
  activity: Partial<Activity>,
  address?: string,
): void {
  adapter.deliver(conversation, activity, logic, address).catch(failed);
}

/**
 * Opens a conversation; a new one is told of its user, which makes the bot greet. A question the last process left
 * unanswered is answered now, once: what ends the process a second time is not tried a third.
 */
function greet(line: DirectLine, { conversation: id, user }: Grant): { conversation: Conversation; fresh: boolean } {
  const conversation = line.conversations.open(id);
  const fresh = conversation.length === 0;
  if (fresh) {
    const joined = addressed(id, user, {
      type: ActivityTypes.ConversationUpdate,
      membersAdded: [{ id: user, name: '' }],
    });
    deliver(line, conversation, { ...joined, id: randomUUID() });
  }
  for (const { activity, resumed } of conversation.takeUnanswered())
    if (resumed) line.adapter.apologise(conversation, activity).catch(line.failed);
    else deliver(line, conversation, activity);
  return { conversation, fresh };
}

const addressed = (
  conversation: string,
  user: string,
  activity: Partial<Activity>,
  origin = '',
): Partial<Activity> => ({
  ...activity,
  channelId: 'directline',
  // Nothing is posted there: it is the origin of the page, for links into it.
  serviceUrl: origin || 'urn:dafutong:directline',
  from: { id: user, name: '', role: 'user' },
  recipient: { ...BOT, role: 'bot' },
  conversation: { id: conversation } as Activity['conversation'],
});

const secretOf = ({ headers }: IncomingMessage): string | undefined =>
  (headers.cookie ?? '')
    .split('; ')
    .map((cookie) => cookie.split('='))
    .find(([name, value]) => name === SECRET && /^[\w-]{36}$/.test(value ?? ''))?.[1];

const digestOf = (secret: string): string => createHash('sha256').update(secret).digest('base64url');

function isOwnBrowser(request: IncomingMessage, grant: Grant | Refusal): boolean {
  const secret = secretOf(request);
  return typeof grant === 'object' && secret !== undefined && grant.browser === digestOf(secret);
}

const queryOf = (request: IncomingMessage): URLSearchParams => targetOf(request.url).searchParams;

/** The origin the asker's page is at; empty where the request does not say it plainly. */
function pageOrigin({ publicOrigin, door }: DirectLine, request: IncomingMessage): string {
  const { host } = request.headers;
  const plain = host !== undefined && /^[\w.[\]:-]{1,255}$/.test(host);
  return publicOrigin ?? (plain ? `${door.schemeOf(request)}://${host}` : '');
}

const socketOrigin = (line: DirectLine, request: IncomingMessage): string =>
  pageOrigin(line, request).replace(/^http/, 'ws');

function tooMany(response: Response, wait: number): void {
  response.header('Retry-After', String(wait));
  refuse(response, 429, 'TooManyRequests', 'There are too many requests.');
}

function refuse(response: Response, status: number, code: string, message: string): void {
  response.send(status, { error: { code, message } });
}
