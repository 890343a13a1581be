import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { type Activity, ActivityTypes } from 'botbuilder';
import type { Request, Response, Server } from 'restify';
import { targetOf } from '../http/access.js';
import { readJson } from '../http/body.js';
import { readActivity } from './activity.js';
import { browserSecret } from './browserSecret.js';
import type { Conversation } from './conversation.js';
import { BASE, type DirectLine } from './directLine.js';
import { guarded, type Handler, refuse, refuseTooMany } from './guard.js';
import { mountSockets, type Sockets } from './sockets.js';
import { GRACE, type Grant, LIFE } from './token.js';

const BOT = { id: 'dafutong', name: '答复通' };
/** Seconds after which a client may post again to a conversation that is full. */
const FULL_WAIT = 3600;

/** Mounts the part of Direct Line 3.0 that Web Chat's client uses. */
export function mountDirectLine(server: Server, line: DirectLine): Sockets {
  const withToken = (handler: (line: DirectLine, ...args: Parameters<Handler>) => Promise<void>, grace = 0) =>
    guarded(line.tokens, (...args) => handler(line, ...args), grace);
  server.post(`${BASE}/tokens/generate`, async (request: Request, response: Response) =>
    generateToken(line, request, response),
  );
  server.post(`${BASE}/tokens/refresh`, withToken(refreshToken, GRACE));
  server.post(`${BASE}/conversations`, withToken(startConversation));
  server.get(`${BASE}/conversations/:id`, withToken(reconnect));
  server.get(`${BASE}/conversations/:id/activities`, withToken(sendActivities));
  server.post(`${BASE}/conversations/:id/activities`, withToken(receiveActivity));
  server.get(
    `${BASE}/session/getsessionid`,
    async (_request: Request, response: Response) => void response.send(200, { sessionId: randomUUID() }),
  );
  return mountSockets(server, line);
}

/** Issues a token for a conversation and user of its own, to pages of this bot and of allowed origins. */
async function generateToken(line: DirectLine, request: Request, response: Response): Promise<void> {
  const { access, tokens } = line;
  if (!access.admitsOrigin(request)) {
    line.refused('origin');
    return refuse(response, 403, 'Unauthorized', 'This page may not begin a conversation.');
  }
  const wait = await access.count('conversations', access.addressOf(request));
  if (wait !== undefined) {
    line.refused('conversations');
    return refuseTooMany(response, wait);
  }
  const { digest, cookie } = browserSecret(request, access.schemeOf(request) === 'https');
  const grant = { conversation: randomUUID(), user: `dl_${randomUUID()}`, browser: digest };
  response.header('Set-Cookie', cookie);
  response.send(200, tokenBody(tokens.issue(grant, 'dl'), grant));
}

/** Exchanges a token for a new one; also an expired one, so that a page that slept takes its conversation up again. */
async function refreshToken({ tokens }: DirectLine, _request: Request, response: Response, grant: Grant) {
  response.send(200, tokenBody(tokens.issue(grant, 'dl'), grant));
}

const tokenBody = (token: string, { conversation }: Grant) => ({
  conversationId: conversation,
  token,
  expires_in: LIFE.dl,
});

async function startConversation(line: DirectLine, request: Request, response: Response, grant: Grant): Promise<void> {
  const { fresh, conversation } = open(line, grant);
  response.send(fresh ? 201 : 200, sessionOf(line, conversation, grant, request));
}

/** Never 404: an unknown conversation with a valid token is started anew, since the client would hang on a 404. */
async function reconnect(line: DirectLine, request: Request, response: Response, grant: Grant): Promise<void> {
  const { conversation } = open(line, grant);
  response.send(200, sessionOf(line, conversation, grant, request, watermarkOf(request)));
}

async function sendActivities(line: DirectLine, request: Request, response: Response, grant: Grant): Promise<void> {
  const conversation = line.conversations.open(grant.conversation);
  const { json } = conversation.since(conversation.placeOf(watermarkOf(request)));
  const release = line.unsent.hold(line.access.addressOf(request), Buffer.byteLength(json));
  if (!release) {
    line.refused('unread');
    return refuseTooMany(response, 1);
  }
  response.once('close', release);
  response.sendRaw(200, json, { 'Content-Type': 'application/json' });
}

/** Takes an activity of the user. One that a client posts again under the same id is acknowledged and dropped. */
async function receiveActivity(line: DirectLine, request: Request, response: Response, grant: Grant): Promise<void> {
  const posted = readActivity(await readJson(request));
  const conversation = line.conversations.open(grant.conversation);
  const clientId = posted.channelData?.clientActivityID as string | undefined;
  const before = clientId && conversation.posted(clientId);
  if (before) return void response.send(200, { id: before.id });
  const wait = await line.access.count('messages', grant.conversation);
  if (wait !== undefined || conversation.full) {
    line.refused('messages');
    return refuseTooMany(response, wait ?? FULL_WAIT);
  }
  const incoming = addressed(conversation.id, grant.user, posted, line.access.originOf(request));
  // The echo comes before the turn, under the id the bot sees: clients match replies to it.
  const echo = posted.type === ActivityTypes.Typing ? { ...incoming, id: randomUUID() } : conversation.post(incoming);
  response.send(200, { id: echo.id });
  deliver(line, conversation, { ...incoming, ...echo, recipient: incoming.recipient! }, line.access.addressOf(request));
}

function deliver(line: DirectLine, conversation: Conversation, activity: Partial<Activity>, address?: string): void {
  line.adapter.deliver(conversation, activity, line.logic, address).catch((error: Error) => line.failed(error, 'turn'));
}

/**
 * Opens a conversation. A new one gets a `conversationUpdate`, which the bot answers with its greeting. Messages that
 * an earlier process left unanswered are answered now; one that was resumed before gets an apology instead, since it
 * may be what ended the process.
 */
function open(line: DirectLine, { conversation: id, user }: Grant): { conversation: Conversation; fresh: boolean } {
  const conversation = line.conversations.open(id);
  const fresh = conversation.length === 0;
  if (fresh) {
    const membersAdded = [{ id: user, name: '' }];
    const joined = addressed(id, user, { type: ActivityTypes.ConversationUpdate, membersAdded });
    deliver(line, conversation, { ...joined, id: randomUUID() });
  }
  for (const { activity, resumed } of conversation.takeUnanswered())
    if (resumed) line.adapter.apologise(conversation, activity).catch((error: Error) => line.failed(error, 'turn'));
    else deliver(line, conversation, activity);
  return { conversation, fresh };
}

/** Completes what a client posted with what it may not choose: channel, sender, recipient and conversation. */
const addressed = (
  conversation: string,
  user: string,
  activity: Partial<Activity>,
  origin = 'urn:dafutong:directline',
): Partial<Activity> => ({
  ...activity,
  channelId: 'directline',
  // Nothing is posted there: citations link to this origin.
  serviceUrl: origin,
  from: { id: user, name: '', role: 'user' },
  recipient: { ...BOT, role: 'bot' },
  conversation: { id: conversation } as Activity['conversation'],
});

/** What a client needs to talk: a fresh token and the URL of its socket. @param watermark where the socket starts */
function sessionOf(
  { access, tokens }: DirectLine,
  { id }: Conversation,
  grant: Grant,
  request: Request,
  watermark = '',
) {
  const socketOrigin = (access.originOf(request) ?? '').replace(/^http/, 'ws');
  const query = `watermark=${encodeURIComponent(watermark)}&t=${tokens.issue(grant, 'ws')}`;
  return {
    conversationId: id,
    token: tokens.issue(grant, 'dl'),
    expires_in: LIFE.dl,
    streamUrl: `${socketOrigin}${BASE}/conversations/${id}/stream?${query}`,
  };
}

const watermarkOf = (request: IncomingMessage): string | undefined =>
  targetOf(request.url).searchParams.get('watermark') ?? undefined;
