import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { WebSocket } from 'ws';
import { createTokens, signingKey } from '../../bot/directLine/token.js';
import { MOST_ACTIVITIES } from '../../bot/directLine/transcript.js';
import { DataFolderError } from '../../bot/storage/dataFolder.js';
import { openStorage } from '../../bot/storage/storage.js';
import { startBot } from '../support/bot.js';
import { shareBundle } from '../support/bundle.js';
import { call, openChat } from '../support/directLine.js';

const folder = () => mkdtempSync(join(tmpdir(), 'fault-'));

describe('a data folder that cannot be written', () => {
  it('is said before anything is served', async () => {
    const file = join(folder(), 'a-file');
    writeFileSync(file, '');
    await expect(startBot({ data: join(file, 'var') })).rejects.toThrow(DataFolderError);
  });
});

describe('a bot whose disk is full', () => {
  it('is not ready until it can write again', async () => {
    const bot = await startBot({ data: await shareBundle() });
    try {
      const chat = await openChat(bot.origin);
      const ready = async () => (await fetch(`${bot.origin}/readyz`)).status;
      expect(await ready()).toBe(200);
      const other = new Database(join(bot.data, 'dafutong.db'));
      other.exec('begin immediate');
      expect((await chat.ask('怎么联系?')).text).toContain('022');
      expect(await ready()).toBe(503);
      other.exec('commit');
      other.close();
      expect((await chat.ask('怎么联系?')).text).toContain('022');
      expect(await ready()).toBe(200);
    } finally {
      await bot.close();
    }
  });
});

describe('a port that cannot be had', () => {
  it('is said in words, with the way out', async () => {
    const bot = await startBot({ data: await shareBundle() });
    try {
      const port = Number(new URL(bot.origin).port);
      await expect(startBot({ data: await shareBundle(), port })).rejects.toThrow(`127.0.0.1:${port} 已被占用`);
    } finally {
      await bot.close();
    }
  });
});

describe('a bot that is paused', () => {
  it('says so to everybody while the file is there, and answers again when it is gone', async () => {
    const data = await shareBundle();
    const bot = await startBot({ data });
    try {
      const chat = await openChat(bot.origin);
      writeFileSync(join(data, 'PAUSED'), '正在核对一件答复,十点恢复。');
      expect((await chat.ask('怎么联系?')).text).toBe('正在核对一件答复,十点恢复。');
      expect((await fetch(`${bot.origin}/readyz`)).status).toBe(503);
      rmSync(join(data, 'PAUSED'));
      expect((await chat.ask('怎么联系?')).text).toContain('022');
      expect((await fetch(`${bot.origin}/readyz`)).status).toBe(200);
    } finally {
      await bot.close();
    }
  });

  it('says what the environment says', async () => {
    const bot = await startBot({ data: await shareBundle(), paused: '系统维护中。' });
    try {
      expect((await (await openChat(bot.origin)).ask('怎么联系?')).text).toBe('系统维护中。');
    } finally {
      await bot.close();
    }
  });
});

describe('a conversation that never ends', () => {
  it('must be begun anew: whoever goes on is turned away', async () => {
    const bot = await startBot({ data: await shareBundle() });
    try {
      const chat = await openChat(bot.origin);
      const { conversations, close } = openStorage({ folder: bot.data });
      const id = 'cccccccc-0000';
      const entries = Array.from({ length: MOST_ACTIVITIES }, (_, i) => ({ n: i + 1, body: '{"type":"message"}' }));
      conversations.append(id, entries);
      close();
      const token = createTokens(signingKey(bot.data)).issue({ conversation: id, user: 'dl_x' }, 'dl');
      const body = { type: 'message', text: '你好' };
      expect((await call(bot.origin, `/conversations/${id}/activities`, { token, body })).status).toBe(429);
      expect((await chat.send(body)).status).toBe(200);
    } finally {
      await bot.close();
    }
  });
});

describe('a log that cannot be read', () => {
  it('costs its own conversation its socket, and nobody else anything', async () => {
    const bot = await startBot({ data: await shareBundle() });
    try {
      const id = 'dddddddd-0000';
      const { conversations, close } = openStorage({ folder: bot.data });
      conversations.append(id, [{ n: 1, body: '{' }]);
      close();
      const token = createTokens(signingKey(bot.data)).issue({ conversation: id, user: 'dl_x' }, 'ws');
      const url = `${bot.origin.replace('http', 'ws')}/v3/directline/conversations/${id}/stream?t=${token}`;
      const socket = new WebSocket(url);
      await new Promise((resolve) => socket.on('error', resolve));
      expect((await (await openChat(bot.origin)).ask('怎么联系?')).text).toContain('022');
    } finally {
      await bot.close();
    }
  });
});
