import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ActivityHandler, ConversationState, type TurnContext } from 'botbuilder';
import { createServer as createRestify } from 'restify';
import { WebSocket } from 'ws';
import { DirectLineAdapter } from '../../bot/directLine/adapter.js';
import { createConversations } from '../../bot/directLine/conversation.js';
import { mountDirectLine } from '../../bot/directLine/routes.js';
import { createTokens } from '../../bot/directLine/token.js';
import { createLocalEngine } from '../../bot/engine/engine.js';
import { createAccess, LIMITS } from '../../bot/http/access.js';
import { createUnsent } from '../../bot/http/unsent.js';
import { openStorage } from '../../bot/storage/storage.js';
import { ReplyBot } from '../../dialogs/turn/replyBot.js';
import { openLibrary } from '../../indexer/index/library.js';
import { openChat, type Seen } from '../support/directLine.js';

const HOME = join(__dirname, '../../..');
const TURNS = 300;
/** A question from the letter's frame, and one that is searched for. */
const QUESTIONS = ['怎么联系?', '上市挂牌的科技企业累计多少家?'];

const bare = new (class extends ActivityHandler {
  constructor() {
    super();
    this.onMessage(async (context, next) => {
      await context.sendActivity(`回声:${context.activity.text}`);
      await next();
    });
  }
})();

/** Milliseconds, the median, from posting a message over HTTP to the reply on the socket. */
async function medianTurn(logic: (context: TurnContext) => Promise<void>, question: string): Promise<number> {
  const server = createRestify();
  const conversations = createConversations(
    openStorage({ folder: mkdtempSync(join(tmpdir(), 'bench-turn-')) }).conversations,
  );
  const sockets = mountDirectLine(server, {
    adapter: new DirectLineAdapter(conversations),
    conversations,
    tokens: createTokens(Buffer.alloc(32)),
    logic,
    access: createAccess({ limits: { ...LIMITS, messages: 1_000_000 } }),
    unsent: createUnsent(LIMITS.unsentOfAddress, LIMITS.unsent),
    refused: () => {},
    failed: (error) => console.error(error),
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const chat = await openChat(`http://127.0.0.1:${server.address().port}`);
  const waiting = new Map<string, () => void>();
  const came = new Set<string>();
  const socket = new WebSocket(chat.streamUrl);
  socket.on('message', (data) => {
    for (const { replyToId } of (JSON.parse(String(data)) as { activities: Seen[] }).activities) {
      if (!replyToId) continue;
      came.add(replyToId);
      waiting.get(replyToId)?.();
    }
  });
  await new Promise((resolve) => socket.on('open', resolve));
  const times: number[] = [];
  for (let i = 0; i < TURNS; i++) {
    const start = performance.now();
    const { body } = await chat.send({ type: 'message', text: question });
    const id = body['id'] as string;
    if (!came.has(id)) await new Promise<void>((resolve) => waiting.set(id, resolve));
    times.push(performance.now() - start);
  }
  socket.close();
  sockets.close();
  await new Promise((resolve) => server.close(() => resolve(undefined)));
  return times.sort((a, b) => a - b)[TURNS >> 1]!;
}

/** A turn of the bot beside a turn of a bot that only echoes, both through our Direct Line. */
export async function measureTurns(): Promise<void> {
  const corpus = join(HOME, 'corpus');
  const library = openLibrary({ corpus, knowledge: corpus });
  const storage = openStorage({ folder: mkdtempSync(join(tmpdir(), 'bench-turn-')) });
  const bot = new ReplyBot({
    engine: createLocalEngine(library),
    state: new ConversationState(storage.state),
    ledger: storage.ledger,
  });
  await medianTurn((context) => bare.run(context), 'x');
  const echo = await medianTurn((context) => bare.run(context), QUESTIONS[0]!);
  for (const question of QUESTIONS) {
    const turn = await medianTurn((context) => bot.run(context), question);
    console.log(
      `a turn, ${question}: ${turn.toFixed(1)} ms, ${(turn / echo).toFixed(1)}x of a bare echo through the same Direct Line (${echo.toFixed(1)} ms)`,
    );
  }
}
