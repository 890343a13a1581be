import { type IncomingMessage, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Server } from 'restify';
import { type WebSocket, WebSocketServer } from 'ws';
import { Counter, type Limits, targetOf } from '../http/access.js';
import type { Conversation } from './conversation.js';
import type { DirectLine } from './directLine.js';
import { createFollower } from './follower.js';

/** The open sockets of Direct Line. */
export interface Sockets {
  readonly count: number;
  /** Closes all with status 1012, service restart; cuts off after a second those that do not answer. */
  close(): void;
}

/** Most bytes of a frame from a client: clients send only empty keep-alive frames. */
const MOST_FRAME = 1024;
/** Milliseconds between pings. A socket that did not answer the last one is dead. */
const PING = 30_000;
/** Most frames of a client between two pings; it sends one every 20 seconds. */
const MOST_FRAMES = 30;
/** Milliseconds a client has to close its end when the bot stops. */
const CLOSING = 1000;

const STREAM = /^\/v3\/directline\/conversations\/([^/]+)\/stream$/;

/** What an upgrade request asks for: `/v3/directline/conversations/<id>/stream?t=<token>&watermark=<watermark>`. */
interface StreamRequest {
  /** `undefined` when the path is another. */
  readonly conversation: string | undefined;
  readonly token: string;
  readonly watermark: string | undefined;
  /** Rate-limit key of the client. */
  readonly address: string;
}

/** Mounts the sockets on which conversations are pushed. */
export function mountSockets(server: Server, line: DirectLine): Sockets {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MOST_FRAME });
  const registry = createRegistry(line.access.limits);
  server.server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    const upgrade = async () => {
      const asked = readStreamRequest(line, request);
      const refusal = await refusalOf(line, registry, request, asked);
      if (refusal) return refuseSocket(line, socket, ...refusal);
      // Opened first: a transcript that cannot be read refuses the socket.
      const conversation = line.conversations.open(asked.conversation!);
      sockets.handleUpgrade(request, socket, head, (open) => follow(line, registry, open, conversation, asked));
    };
    upgrade().catch((error: Error) => {
      line.failed(error, 'turn');
      socket.destroy();
    });
  });
  const pinging = setInterval(() => registry.ping(), PING);
  pinging.unref();
  return {
    get count() {
      return registry.size;
    },
    close() {
      clearInterval(pinging);
      for (const socket of sockets.clients) {
        socket.close(1012);
        setTimeout(() => socket.terminate(), CLOSING).unref();
      }
      sockets.close();
    },
  };
}

function readStreamRequest({ access }: DirectLine, request: IncomingMessage): StreamRequest {
  const { pathname, searchParams } = targetOf(request.url);
  return {
    conversation: STREAM.exec(pathname)?.[1],
    token: searchParams.get('t') ?? '',
    watermark: searchParams.get('watermark') ?? undefined,
    address: access.addressOf(request),
  };
}

/** Why a socket is not opened: the HTTP status, and the reason it is counted under. `undefined` when it may open. */
async function refusalOf(
  { access, tokens }: DirectLine,
  registry: Registry,
  request: IncomingMessage,
  { conversation, token, address }: StreamRequest,
): Promise<[status: number, reason: string] | undefined> {
  if ((await access.count('requests', address)) !== undefined) return [429, 'requests'];
  if (!conversation) return [404, 'path'];
  if (!access.admitsOrigin(request)) return [403, 'origin'];
  const grant = tokens.check(token, 'ws');
  if (typeof grant === 'string' || grant.conversation !== conversation) return [403, 'token'];
  return registry.isFull(address, conversation) ? [429, 'sockets'] : undefined;
}

function refuseSocket(line: DirectLine, socket: Duplex, status: number, reason: string): void {
  line.refused(`socket ${reason}`);
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

function follow(
  line: DirectLine,
  registry: Registry,
  socket: WebSocket,
  conversation: Conversation,
  asked: StreamRequest,
): void {
  const { address, watermark } = asked;
  const follower = createFollower(socket, conversation, conversation.placeOf(watermark), (bytes) =>
    line.unsent.hold(address, bytes),
  );
  const stopListening = conversation.listen(follower);
  socket.on('close', stopListening);
  registry.add(socket, asked);
  follower.wake();
}

/** Knows which sockets are open, counts them by address and conversation, and ends dead and talkative ones. */
interface Registry {
  readonly size: number;
  isFull(address: string, conversation: string): boolean;
  /** Adds a socket until it closes. It replaces one that was opened with the same token. */
  add(socket: WebSocket, asked: StreamRequest): void;
  /** Pings every socket and ends those that did not answer the last ping. */
  ping(): void;
}

function createRegistry(limits: Limits): Registry {
  const sockets = new Set<WebSocket>();
  /** Sockets that answered since the last ping. */
  const alive = new WeakSet<WebSocket>();
  /** Frames received since the last ping. */
  const frames = new WeakMap<WebSocket, number>();
  const ofAddress = new Counter();
  const ofConversation = new Counter();
  const ofToken = new Map<string, WebSocket>();
  return {
    get size() {
      return sockets.size;
    },
    isFull: (address, conversation) =>
      sockets.size >= limits.sockets ||
      ofAddress.of(address) >= limits.socketsOfAddress ||
      ofConversation.of(conversation) >= limits.socketsOfConversation,
    add(socket, { address, conversation, token }) {
      sockets.add(socket);
      alive.add(socket);
      ofAddress.add(address, 1);
      ofConversation.add(conversation!, 1);
      // A client may open its URL twice; the first socket then goes.
      ofToken.get(token)?.close(1000, 'collision');
      ofToken.set(token, socket);
      socket.on('pong', () => alive.add(socket));
      socket.on('message', () => {
        frames.set(socket, (frames.get(socket) ?? 0) + 1);
        if (frames.get(socket)! > MOST_FRAMES) socket.terminate();
      });
      socket.on('error', () => socket.terminate());
      socket.on('close', () => {
        sockets.delete(socket);
        ofAddress.add(address, -1);
        ofConversation.add(conversation!, -1);
        if (ofToken.get(token) === socket) ofToken.delete(token);
      });
    },
    ping() {
      for (const socket of sockets) {
        frames.delete(socket);
        if (!alive.delete(socket)) socket.terminate();
        else socket.ping();
      }
    },
  };
}
