import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { type Activity, ActivityTypes, type TurnContext } from 'botbuilder';
import type { Request, Response, Server } from 'restify';
import { BodyError, readJson } from '../body.js';
import { type Door, targetOf } from '../door.js';
import { readActivity } from './activity.js';
import type { DirectLineAdapter } from './adapter.js';
import type { Conversation, Conversations } from './conversation.js';
import { mountSockets, type Sockets } from './sockets.js';
import { type Grant, LIFE, type Tokens } from './token.js';

const BASE = '/v3/directline';
/** Seconds after its life in which a token may still be changed for a fresh one. */
const GRACE = 12 * 3600;
const BOT = { id: 'dafutong', name: '答复通' };

export interface DirectLine {
  readonly adapter: DirectLineAdapter;
  readonly conversations: Conversations;
  readonly tokens: Tokens;
  /** The bot's turn. */
  readonly logic: (context: TurnContext) => Promise<void>;
  readonly door: Door;
  /** Told why somebody was turned away. */
  readonly refused: (reason: string) => void;
  /** Told what failed without anybody waiting for it. */
  readonly failed: (error: Error) => void;
  /** Origin browsers reach us at; default: the request's own host over HTTP. */
  readonly publicOrigin?: string;
}

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

  /** Lets a request through with a token of the conversation it names. */
  const guarded =
    (handler: Handler, grace = 0) =>
    async (request: Request, response: Response) => {
      try {
        const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
        if (!token) return refuse(response, 401, 'Unauthorized', 'A token is required.');
        const grant = tokens.check(token, 'dl', grace);
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
    const grant = { conversation: randomUUID(), user: `dl_${randomUUID()}` };
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
      response.send(200, conversations.open(grant.conversation).since(queryOf(request).get('watermark') ?? undefined));
    }),
  );

  server.post(
    `${BASE}/conversations/:id/activities`,
    guarded(async (request, response, grant) => {
      const activity = readActivity(await readJson(request));
      const conversation = conversations.open(grant.conversation);
      const clientId = activity.channelData?.clientActivityID as string | undefined;
      const before = clientId && conversation.posted(clientId);
      if (before) return void response.send(200, { id: before.id });
      const wait = await door.count('messages', grant.conversation);
      if (wait !== undefined || conversation.full) {
        line.refused('messages');
        return tooMany(response, wait ?? 3600);
      }
      const incoming = addressed(conversation.id, grant.user, activity, pageOrigin(line, request));
      // The echo first, under the id the bot sees: replies wait for it.
      const echo =
        activity.type === ActivityTypes.Typing ? { ...incoming, id: randomUUID() } : conversation.post(incoming);
      response.send(200, { id: echo.id });
      deliver(line, conversation, { ...incoming, ...echo, recipient: incoming.recipient! });
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
): void {
  adapter.deliver(conversation, activity, logic).catch(failed);
}

/**
 * Opens a conversation; a new one is told of its user, which makes the bot greet. A question the last process left
 * unanswered is answered now.
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
  for (const asked of conversation.takeUnanswered()) deliver(line, conversation, asked);
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
