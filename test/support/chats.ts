import { WebSocket } from 'ws';
import { call, type Seen } from './directLine.js';

/** What came of many chats held open at once. */
export interface ChatsResult {
  /** Sockets that stood open when the questions began. */
  readonly open: number;
  /** Questions whose answer came over the socket, once. */
  readonly delivered: number;
  readonly doubled: number;
  readonly errors: readonly string[];
  /** Milliseconds from posting a question to its answer on the socket, sorted. */
  readonly times: readonly number[];
}

/** Work side by side, at most `width` at a time. */
async function abreast<T>(items: readonly T[], width: number, work: (item: T) => Promise<void>): Promise<void> {
  const rest = items.values();
  const worker = async () => {
    for (const item of rest) await work(item);
  };
  await Promise.all(Array.from({ length: width }, worker));
}

interface OpenChat {
  readonly id: string;
  readonly token: string;
  readonly socket: WebSocket;
  /** Answers by the id of what they answer, and when they came. */
  readonly answers: Map<string, number[]>;
}

/** Opens chats, keeps them all open, then asks a question in each. */
export async function holdChats(origin: string, count: number, question: string, width = 32): Promise<ChatsResult> {
  const chats: OpenChat[] = [];
  const errors: string[] = [];
  const numbers = Array.from({ length: count }, (_, i) => i);
  await abreast(numbers, width, async () => {
    try {
      const { body: made } = await call(origin, '/tokens/generate');
      const { body } = await call(origin, '/conversations', { token: made['token'] as string, body: {} });
      const answers = new Map<string, number[]>();
      const socket = new WebSocket(body['streamUrl'] as string);
      socket.on('message', (data) => {
        for (const { replyToId } of (JSON.parse(String(data)) as { activities: Seen[] }).activities)
          if (replyToId) answers.set(replyToId, [...(answers.get(replyToId) ?? []), performance.now()]);
      });
      await new Promise((resolve, reject) => socket.on('open', resolve).on('error', reject));
      socket.on('error', (error) => errors.push(error.message));
      chats.push({ id: body['conversationId'] as string, token: body['token'] as string, socket, answers });
    } catch (error) {
      errors.push((error as Error).message);
    }
  });
  const open = chats.filter(({ socket }) => socket.readyState === WebSocket.OPEN).length;
  const times: number[] = [];
  let doubled = 0;
  await abreast(chats, width, async ({ id, token, answers }) => {
    const start = performance.now();
    const { status, body } = await call(origin, `/conversations/${id}/activities`, {
      token,
      body: { type: 'message', text: question },
    });
    if (status !== 200) return void errors.push(`status ${status}`);
    for (const end = performance.now() + 20_000; !answers.has(body['id'] as string); ) {
      if (performance.now() > end) return void errors.push('no answer');
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    const came = answers.get(body['id'] as string)!;
    times.push(came[0]! - start);
    if (came.length > 1) doubled++;
  });
  for (const { socket } of chats) socket.close();
  return { open, delivered: times.length, doubled, errors, times: times.sort((a, b) => a - b) };
}
