import { setTimeout as sleep } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { shareBundle } from '../../support/bundle.js';
import { holdChats } from '../../support/chats.js';
import { openChat } from '../../support/directLine.js';
import { type BotProcess, freePort, residentMb, startProcess } from '../../support/process.js';

const IDLE = 2000;
const QUESTIONS = 15_000;

describe(`${IDLE} chats held open at once`, () => {
  let bot: BotProcess;
  beforeAll(async () => {
    bot = await startProcess({
      PORT: String(await freePort()),
      DATA_DIR: await shareBundle(),
      LOG_LEVEL: 'warn',
      LIMIT_REQUESTS: '10000000',
      LIMIT_CONVERSATIONS: '10000000',
      LIMIT_SOCKETS: '12000',
    });
  }, 60_000);
  afterAll(() => bot.kill('SIGKILL'));

  it('are all answered, each once', async () => {
    const { open, delivered, doubled, errors } = await holdChats(bot.origin, IDLE, '怎么联系?');
    expect({ open, delivered, doubled, errors }).toEqual({ open: IDLE, delivered: IDLE, doubled: 0, errors: [] });
  }, 120_000);

  it(`and idle beside ${QUESTIONS} questions of others lose none and cost no memory after the first 3,000`, async () => {
    const sockets: WebSocket[] = [];
    for (let i = 0; i < IDLE; i++) {
      const socket = new WebSocket((await openChat(bot.origin)).streamUrl);
      await new Promise((resolve, reject) => socket.on('open', resolve).on('error', reject));
      sockets.push(socket);
    }
    const sizes: number[] = [];
    const words = ['科技金融做了哪些工作', '那下一步呢', '怎么联系?', '天使投资投了多少项目', '谁签发的'];
    let answered = 0;
    for (let batch = 0; batch < 5; batch++) {
      const asking = Array.from({ length: 4 }, async () => {
        for (let n = 0; n < QUESTIONS / 5 / 4; n += 15) {
          const chat = await openChat(bot.origin);
          for (let i = 0; i < 15; i++) {
            await chat.ask(words[i % words.length]!);
            answered++;
          }
        }
      });
      await Promise.all(asking);
      sizes.push(Math.round(residentMb(bot)));
    }
    process.stdout.write(`resident after each 3,000 questions: ${sizes.join(', ')} MB\n`);
    expect(answered).toBe(QUESTIONS);
    expect(sockets.filter(({ readyState }) => readyState === WebSocket.OPEN)).toHaveLength(IDLE);
    expect(Math.max(...sizes.slice(1))).toBeLessThan(sizes[0]! + 150);
    for (const socket of sockets) socket.terminate();
    await sleep(100);
  }, 1_200_000);
});
