import { setTimeout as sleep } from 'node:timers/promises';
import { shareBundle } from '../../support/bundle.js';
import { call, openChat } from '../../support/directLine.js';
import { type BotProcess, freePort, startProcess } from '../../support/process.js';

const ROUNDS = 20;

describe('a process that is killed at any moment', () => {
  it('has every message it said it had, and opens again, twenty times over', async () => {
    const env = { PORT: String(await freePort()), DATA_DIR: await shareBundle(), LIMIT_CONVERSATIONS: '1000' };
    let bot: BotProcess = await startProcess(env);
    const chat = await openChat(bot.origin);
    const acknowledged = new Set<string>();
    for (let round = 0; round < ROUNDS; round++) {
      const post = async (n: number) => {
        const clientActivityID = `${round}-${n}`;
        const body = { type: 'event', name: 'ping', channelData: { clientActivityID } };
        const path = `/conversations/${chat.id}/activities`;
        const { status } = await call(bot.origin, path, { token: chat.token, body });
        if (status === 200) acknowledged.add(clientActivityID);
      };
      const posting = Promise.allSettled(Array.from({ length: 25 }, (_, n) => sleep(n * 4).then(() => post(n))));
      await sleep(20 + ((round * 37) % 80));
      await bot.kill('SIGKILL');
      await posting;
      bot = await startProcess(env);
      const log = await chat.log();
      const kept = log.map(({ channelData }) => channelData['clientActivityID']).filter(Boolean);
      expect(new Set(kept).size).toBe(kept.length);
      expect([...acknowledged].filter((id) => !kept.includes(id))).toEqual([]);
    }
    expect(acknowledged.size).toBeGreaterThan(20);
    expect(bot.output()).not.toMatch(/已损坏/);
    await bot.kill('SIGKILL');
  }, 300_000);

  it('leaves the data folder to the next one, which meanwhile is told who holds it', async () => {
    const data = await shareBundle();
    const port = await freePort();
    const bot = await startProcess({ PORT: String(port), DATA_DIR: data });
    const second = startProcess({ PORT: String(await freePort()), DATA_DIR: data });
    await expect(second).rejects.toThrow(new RegExp(`正由进程 \\d+.*端口 ${port}.*使用`));
    await bot.kill('SIGKILL');
    const third = await startProcess({ PORT: String(port), DATA_DIR: data });
    await third.kill('SIGKILL');
  }, 60_000);

  it('takes a question up again once, and then says that it could not be answered', async () => {
    const env = { PORT: String(await freePort()), DATA_DIR: await shareBundle() };
    const { openStorage } = await import('../../../bot/storage/storage.js');
    let bot = await startProcess(env);
    const chat = await openChat(bot.origin);
    await bot.kill('SIGKILL');
    // As a process leaves it that died of the question, was started again, and died of it once more.
    const storage = openStorage({ folder: env.DATA_DIR });
    const [last] = [...storage.conversations.all(chat.id)].slice(-1);
    const n = (last?.n ?? 0) + 1;
    const from = { id: 'dl_x', name: '', role: 'user' };
    const body = JSON.stringify({
      type: 'message',
      id: 'q',
      text: '怎么联系?',
      from,
      channelId: 'directline',
      recipient: { id: 'b' },
      conversation: { id: chat.id },
    });
    storage.conversations.append(chat.id, [{ n, body }]);
    storage.conversations.markResumed(chat.id, n);
    storage.close();
    bot = await startProcess(env);
    await call(bot.origin, `/conversations/${chat.id}`, { token: chat.token, method: 'GET' });
    await sleep(1000);
    const replies = (await chat.log()).filter(({ replyToId }) => replyToId === 'q');
    expect(replies.map(({ text }) => text)).toEqual([expect.stringContaining('两次都没能答上来')]);
    await bot.kill('SIGKILL');
  }, 60_000);
});
