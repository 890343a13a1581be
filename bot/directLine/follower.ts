import { WebSocket } from 'ws';
import type { Conversation, Listener } from './conversation.js';

/** Bytes waiting in a socket above which typing signs are not sent. */
const MOST_WAITING = 4096;

/**
 * Sends a conversation to a socket, one frame at a time: the next leaves when the operating system has taken the last,
 * so that a client that does not read holds one frame at most. A client for which there is no room is cut off; it
 * reconnects with its watermark.
 *
 * @param place where to start, 0 for the beginning
 * @param hold reserves room for unsent bytes and returns the way to free it; `undefined` when there is none
 */
export function createFollower(
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
      if (socket.readyState === WebSocket.OPEN && socket.bufferedAmount < MOST_WAITING)
        socket.send(JSON.stringify({ activities: [activity] }));
    },
  };
}
