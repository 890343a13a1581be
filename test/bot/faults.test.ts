import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'libsql';
import { WebSocket } from 'ws';
import { DirectLineAdapter } from '../../bot/directLine/adapter.js';
import { createConversations, MOST_ACTIVITIES } from '../../bot/directLine/conversation.js';
import { createTokens, signingKey } from '../../bot/directLine/token.js';
import { FileStorage } from '../../bot/fileStorage.js';
import { openLedger } from '../../bot/ledger.js';
import { DataFolderError } from '../../bot/main.js';
import { wording } from '../../dialogs/wording.js';
import { startBot } from '../support/bot.js';
import { shareBundle } from '../support/bundle.js';
import { call, openChat } from '../support/directLine.js';
import { type BotProcess, freePort, startProcess } from '../support/process.js';

const folder = () => mkdtempSync(join(tmpdir(), 'fault-'));
const ID = 'aaaaaaaa-0000';

describe('the log of a conversation', () => {
  it('goes on after a line that was cut short by a crash, losing that line alone', () => {
    const at = folder();
    const before = createConversations({ folder: at }).open(ID);
    before.post({ type: 'message', text: '一' });
    appendFileSync(join(at, `${ID}.jsonl`), '{"type":"message","te');
    const after = createConversations({ folder: at }).open(ID);
    after.post({ type: 'message', text: '二' });
    const again = createConversations({ folder: at }).open(ID);
    expect(again.since(undefined).activities.map(({ text }) => text)).toEqual(['一', '二']);
  });

  it('goes on in memory when the disk is full, and says so', () => {
    const at = folder();
    const faults: NodeJS.ErrnoException[] = [];
    const conversations = createConversations({ folder: at, onFault: (error) => faults.push(error) });
    const conversation = conversations.open(ID);
    symlinkSync('/dev/full', join(at, `${ID}.jsonl`));
    conversation.post({ type: 'message', text: '一' });
    expect(faults.map(({ code }) => code)).toEqual(['ENOSPC']);
    expect(conversation.since(undefined).activities).toHaveLength(1);
    // There is room again, behind half a line: what was missed is written too.
    rmSync(join(at, `${ID}.jsonl`));
    writeFileSync(join(at, `${ID}.jsonl`), '{"type":"mess');
    conversation.post({ type: 'message', text: '二' });
    const after = createConversations({ folder: at }).open(ID);
    expect(after.since(undefined).activities.map(({ text }) => text)).toEqual(['一', '二']);
  });

  it('tells every question that was never answered, once', () => {
    const at = folder();
    const user = { id: 'dl_x', name: '', role: 'user' };
    const before = createConversations({ folder: at }).open(ID);
    before.post({ type: 'message', id: 'q1', text: '一', from: user });
    before.post({ type: 'message', id: 'q2', text: '二', from: user });
    before.post({ type: 'message', id: 'q3', text: '三', from: user });
    before.post({ type: 'message', text: '答', replyToId: 'q2', from: { id: 'bot', name: '', role: 'bot' } });
    const after = createConversations({ folder: at }).open(ID);
    expect(after.takeUnanswered().map(({ id }) => id)).toEqual(['q1', 'q3']);
    expect(after.takeUnanswered()).toEqual([]);
  });

  it('keeps its order when the clock is set back, and after a restart too', () => {
    const at = folder();
    const clock = jest.spyOn(Date, 'now');
    clock.mockReturnValue(1_800_000_000_000);
    createConversations({ folder: at }).open(ID).post({ type: 'message', text: '一' });
    clock.mockReturnValue(1_700_000_000_000);
    const after = createConversations({ folder: at }).open(ID);
    after.post({ type: 'message', text: '二' });
    clock.mockReturnValue(1_900_000_000_000);
    after.post({ type: 'message', text: '三' });
    clock.mockRestore();
    const order = after
      .since(undefined)
      .activities.map(({ channelData }) => channelData['webchat:sequence-id'] as number);
    expect(order).toEqual([...order].sort((a, b) => a - b));
    expect(new Set(order).size).toBe(3);
  });

  it('runs its turns one after another, whatever they do', async () => {
    const conversation = createConversations().open(ID);
    const seen: string[] = [];
    const turn = (name: string, wait: number, fails = false) =>
      conversation.queue(async () => {
        seen.push(`${name} begins`);
        await sleep(wait);
        seen.push(`${name} ends`);
        if (fails) throw new Error(name);
      });
    await Promise.allSettled([turn('a', 30), turn('b', 5, true), turn('c', 1)]);
    expect(seen).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
  });

  it('tells whoever waited too long for a turn that it came too late', async () => {
    const conversations = createConversations();
    const conversation = conversations.open(ID);
    const adapter = new DirectLineAdapter(conversations);
    const asked = {
      type: 'message',
      text: '怎么联系?',
      channelId: 'directline',
      from: { id: 'dl_x', name: '', role: 'user' },
      recipient: { id: 'bot', name: '' },
      conversation: { id: ID } as never,
    };
    let now = 1000;
    const clock = jest.spyOn(performance, 'now').mockImplementation(() => now);
    const first = adapter.deliver(conversation, { ...asked, id: '1' }, async () => {
      now += 20_000;
    });
    const second = adapter.deliver(conversation, { ...asked, id: '2' }, async () => {
      throw new Error('must not be reached');
    });
    await Promise.all([first, second]);
    clock.mockRestore();
    expect(conversation.since(undefined).activities.map(({ text }) => text)).toEqual([wording.busy]);
  });

  it('leaves memory when nobody is there, and disk when it has been kept long enough', () => {
    const at = folder();
    const conversations = createConversations({ folder: at, days: 30 });
    conversations.open(ID).post({ type: 'message', text: '一' });
    conversations.forget();
    expect(conversations.size).toBe(1);
    const later = jest.spyOn(performance, 'now').mockReturnValue(performance.now() + 3_600_000);
    conversations.forget();
    later.mockRestore();
    expect(conversations.size).toBe(0);
    expect(conversations.open(ID).since(undefined).activities).toHaveLength(1);
    const file = join(at, 'bbbbbbbb-0000.jsonl');
    writeFileSync(file, '{}\n');
    utimesSync(file, new Date(0), new Date(0));
    conversations.sweep();
    expect(existsSync(file)).toBe(false);
    expect(existsSync(join(at, `${ID}.jsonl`))).toBe(true);
  });
});

describe('what else is written', () => {
  it('the memory of a talk that cannot be written does not stop the talk', async () => {
    const faults: Error[] = [];
    const at = folder();
    const storage = new FileStorage(at, 30, (error) => faults.push(error));
    rmSync(at, { recursive: true });
    await storage.write({ key: { eTag: '*' } });
    expect(faults).toHaveLength(1);
    await expect(storage.read(['key'])).resolves.toEqual({});
  });

  it('the ledger that cannot be written does not stop an answer', () => {
    const faults: Error[] = [];
    const at = folder();
    const ledger = openLedger(at, 30, { onFault: (error) => faults.push(error) });
    const other = new Database(join(at, 'ledger.db'));
    other.exec('begin immediate');
    const entry = { channel: 'x', question: 'x', outcome: 'answered', replies: [], corpus: 'x' } as const;
    ledger.answered({ id: 'a', ...entry });
    expect(faults.map(({ message }) => message)).toEqual([expect.stringContaining('locked')]);
    other.exec('commit');
    ledger.answered({ id: 'b', ...entry });
    expect(ledger.rows().map(({ id }) => id)).toEqual(['b']);
  });

  it('what the ledger forgets is nowhere in its files', () => {
    const at = folder();
    let now = new Date('2026-01-01T00:00:00Z');
    const ledger = openLedger(at, 30, { now: () => now });
    for (let i = 0; i < 50; i++) {
      const entry = { channel: 'x', question: 'unforgettable', outcome: 'answered', replies: [], corpus: 'x' } as const;
      ledger.answered({ id: String(i), ...entry });
    }
    now = new Date('2026-03-01T00:00:00Z');
    expect(ledger.expire()).toBe(50);
    ledger.close();
    const files = readdirSync(at).map((name) => readFileSync(join(at, name), 'latin1'));
    expect(files.join()).not.toContain('unforgettable');
  });

  it('a signing key that others may read is not used, nor one that is short', () => {
    const at = folder();
    signingKey(at);
    chmodSync(join(at, 'signing.key'), 0o644);
    expect(() => signingKey(at)).toThrow('其他用户可以读写');
    const short = folder();
    writeFileSync(join(short, 'signing.key'), 'c2hvcnQ=', { mode: 0o600 });
    expect(() => signingKey(short)).toThrow('不足 32 字节');
  });

  it('a data folder that cannot be written is said before anything is served', async () => {
    const file = join(folder(), 'a-file');
    writeFileSync(file, '');
    await expect(startBot({ data: join(file, 'var') })).rejects.toThrow(DataFolderError);
  });

  it('a token from the future or the past is only as good as its life', () => {
    const key = signingKey(folder());
    const grant = { conversation: ID, user: 'dl_x' };
    let now = new Date('2026-06-01T12:00:00Z');
    const tokens = createTokens(key, () => now);
    const token = tokens.issue(grant, 'dl');
    now = new Date('2026-06-01T11:00:00Z');
    expect(tokens.check(token, 'dl')).toEqual(grant);
    now = new Date('2026-06-01T12:31:00Z');
    expect(tokens.check(token, 'dl')).toBe('expired');
    // A page that slept may still change it for a fresh one, for some hours.
    expect(tokens.check(token, 'dl', 3600)).toEqual(grant);
    now = new Date('2026-06-01T13:31:00Z');
    expect(tokens.check(token, 'dl', 3600)).toBe('expired');
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
  it('must be begun anew after 2,000 activities', async () => {
    const bot = await startBot({ data: await shareBundle() });
    try {
      const id = 'cccccccc-0000';
      const line = JSON.stringify({ type: 'message', id: 'x', text: 'x', from: { role: 'bot' }, channelData: {} });
      writeFileSync(join(bot.data, 'conversations', `${id}.jsonl`), `${line}\n`.repeat(MOST_ACTIVITIES));
      const token = createTokens(signingKey(bot.data)).issue({ conversation: id, user: 'dl_x' }, 'dl');
      const body = { type: 'message', text: '你好' };
      expect((await call(bot.origin, `/conversations/${id}/activities`, { token, body })).status).toBe(429);
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
      mkdirSync(join(bot.data, 'conversations', `${id}.jsonl`));
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

describe('a process that is killed at any moment', () => {
  it('has every message it said it had, and opens again, eight times over', async () => {
    const env = { PORT: String(await freePort()), DATA_DIR: await shareBundle(), LIMIT_CONVERSATIONS: '1000' };
    let bot: BotProcess = await startProcess(env);
    const chat = await openChat(bot.origin);
    const acknowledged = new Set<string>();
    for (let round = 0; round < 8; round++) {
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
  }, 120_000);

  it('ends with 0 on SIGTERM, its sockets told that it will be back', async () => {
    const bot = await startProcess({ PORT: String(await freePort()), DATA_DIR: await shareBundle() });
    const { streamUrl } = await openChat(bot.origin);
    const socket = new WebSocket(streamUrl);
    await new Promise((resolve) => socket.on('open', resolve));
    const closed = new Promise((resolve) => socket.on('close', resolve));
    expect(await bot.kill('SIGTERM')).toBe(0);
    expect(await closed).toBe(1012);
  }, 60_000);
});
