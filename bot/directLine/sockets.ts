import { type IncomingMessage, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Server } from 'restify';
import { WebSocket, WebSocketServer } from 'ws';
import { Counter, targetOf } from '../http/access.js';
import type { Conversation, Listener } from './conversation.js';
import type { DirectLine } from './directLine.js';

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
  const ofAddress = new Counter();
  const ofConversation = new Counter();
  const ofToken = new Map<string, WebSocket>();

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
  const listen = (
    open: WebSocket,
    conversation: Conversation,
    address: string,
    watermark: string | undefined,
    token: string,
  ) => {
    alive.add(open);
    const follow = followConversation(open, conversation, conversation.placeOf(watermark), (bytes) =>
      line.unsent.hold(address, bytes),
    );
    const silence = conversation.listen(follow);
    ofAddress.add(address, 1);
    ofConversation.add(conversation.id, 1);
    // A token is good for one socket at a time: the client may open its address twice, then the first one goes.
    ofToken.get(token)?.close(1000, 'collision');
    ofToken.set(token, open);
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
      if (ofToken.get(token) === open) ofToken.delete(token);
    });
    follow.wake();
  };
  const welcome = async (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const id = /^\/v3\/directline\/conversations\/([^/]+)\/stream$/.exec(targetOf(request.url).pathname)?.[1];
    const address = line.door.addressOf(request);
    if ((await line.door.count('requests', address)) !== undefined) return refuseSocket(socket, 429, 'requests');
    const refusal = refusalOf(request, id, address);
    if (refusal) return refuseSocket(socket, ...refusal);
    const conversation = line.conversations.open(id!);
    const { searchParams } = targetOf(request.url);
    sockets.handleUpgrade(request, socket, head, (open) =>
      listen(open, conversation, address, searchParams.get('watermark') ?? undefined, searchParams.get('t')!),
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

/** Bytes that may wait in a socket before a typing sign is not worth sending. */
const IDLE_BYTES = 4096;

/**
 * Sends a conversation to a socket, a stretch at a time: the next one leaves when the last has gone to the system, so
 * that whoever does not read holds one stretch and no more. A peer for which there is no room is cut off, and comes
 * again with its watermark.
 *
 * @param hold takes room for bytes; `undefined` where there is none
 */
function followConversation(
  socket: WebSocket,
  conversation: Conversation,
  place: number,
  hold: (bytes: number) => (() => void) | undefined,
): Listener {
  let sent = place;
  let sending = false;
  const wake = () => {
    if (sending || socket.readyState !== WebSocket.OPEN) return;
    const { json, upTo, empty } = conversation.since(sent);
    if (empty) return;
    const release = hold(Buffer.byteLength(json));
    if (!release) return socket.terminate();
    sending = true;
    socket.send(json, () => {
      release();
      sending = false;
      sent = upTo;
      wake();
    });
  };
  return {
    wake,
    show(activity) {
      if (socket.readyState === WebSocket.OPEN && socket.bufferedAmount < IDLE_BYTES)
        socket.send(JSON.stringify({ activities: [activity] }));
    },
  };
}
