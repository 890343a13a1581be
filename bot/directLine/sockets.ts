import { type IncomingMessage, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Server } from 'restify';
import { WebSocket, WebSocketServer } from 'ws';
import { Tally, targetOf } from '../door.js';
import type { Conversation } from './conversation.js';
import type { DirectLine } from './routes.js';

/** The sockets of Direct Line. */
export interface Sockets {
  readonly count: number;
  close(): void;
}

/** Bytes a client may send on a socket: it has nothing to say there but an empty sign of life. */
const MOST_FRAME = 1024;
/** Milliseconds between pings; a socket that missed one is dead. */
const PING = 30_000;

/** Frames a socket may send between two pings; a client sends one every 20 seconds. */
const MOST_FRAMES = 30;

/** Opens and guards the sockets on which conversations are pushed. */
export function mountSockets(server: Server, line: DirectLine): Sockets {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MOST_FRAME });
  const alive = new WeakSet<WebSocket>();
  const frames = new WeakMap<WebSocket, number>();
  const ofAddress = new Tally();
  const ofConversation = new Tally();

  /** Why a socket is not opened, with the status that says so. */
  const refusalOf = (
    request: IncomingMessage,
    id: string | undefined,
    address: string,
  ): [number, string] | undefined => {
    if (!id) return [404, 'path'];
    if (!line.door.knows(request)) return [403, 'origin'];
    const grant = line.tokens.check(targetOf(request.url).searchParams.get('t') ?? '', 'ws');
    if (typeof grant === 'string' || grant.conversation !== id) return [403, 'token'];
    const { limits } = line.door;
    const full =
      sockets.clients.size >= limits.sockets ||
      ofAddress.of(address) >= limits.socketsOfAddress ||
      ofConversation.of(id) >= limits.socketsOfConversation;
    return full ? [429, 'sockets'] : undefined;
  };

  const refuseSocket = (socket: Duplex, status: number, reason: string) => {
    line.refused(`socket ${reason}`);
    socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
  };
  const listen = (open: WebSocket, conversation: Conversation, address: string, watermark: string | undefined) => {
    const push = (frame: object) => {
      if (open.readyState === WebSocket.OPEN) open.send(JSON.stringify(frame));
    };
    alive.add(open);
    const silence = conversation.listen(push);
    ofAddress.add(address, 1);
    ofConversation.add(conversation.id, 1);
    open.on('pong', () => alive.add(open));
    open.on('message', () => {
      frames.set(open, (frames.get(open) ?? 0) + 1);
      if (frames.get(open)! > MOST_FRAMES) open.terminate();
    });
    open.on('error', () => open.terminate());
    open.on('close', () => {
      silence();
      ofAddress.add(address, -1);
      ofConversation.add(conversation.id, -1);
    });
    const missed = conversation.since(watermark);
    if (missed.activities.length > 0) push(missed);
  };
  const welcome = async (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const id = /^\/v3\/directline\/conversations\/([^/]+)\/stream$/.exec(targetOf(request.url).pathname)?.[1];
    const address = line.door.addressOf(request);
    if ((await line.door.count('requests', address)) !== undefined) return refuseSocket(socket, 429, 'requests');
    const refusal = refusalOf(request, id, address);
    if (refusal) return refuseSocket(socket, ...refusal);
    const conversation = line.conversations.open(id!);
    sockets.handleUpgrade(request, socket, head, (open) =>
      listen(open, conversation, address, targetOf(request.url).searchParams.get('watermark') ?? undefined),
    );
  };
  server.server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    welcome(request, socket, head).catch((error: Error) => {
      line.failed(error);
      socket.destroy();
    });
  });

  const beat = setInterval(() => {
    for (const socket of sockets.clients) {
      frames.delete(socket);
      if (!alive.delete(socket)) socket.terminate();
      else socket.ping();
    }
  }, PING);
  beat.unref();

  return {
    get count() {
      return sockets.clients.size;
    },
    close() {
      clearInterval(beat);
      for (const socket of sockets.clients) {
        socket.close(1012);
        setTimeout(() => socket.terminate(), 1000).unref();
      }
      sockets.close();
    },
  };
}
