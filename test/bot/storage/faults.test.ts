import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Activity } from 'botbuilder';
import Database from 'libsql';
import { WebSocket } from 'ws';
import { HOME } from '../../../bot/configuration.js';
import { DirectLineAdapter } from '../../../bot/directLine/adapter.js';
import { type Conversation, createConversations, MOST_ACTIVITIES } from '../../../bot/directLine/conversation.js';
import { createTokens, signingKey } from '../../../bot/directLine/token.js';
import { DataFolderError } from '../../../bot/storage/dataFolder.js';
import { stateKey } from '../../../bot/storage/state.js';
import { openStorage } from '../../../bot/storage/storage.js';
import { wording } from '../../../dialogs/render/wording.js';
import { startBot } from '../../support/bot.js';
import { shareBundle } from '../../support/bundle.js';
import { call, openChat } from '../../support/directLine.js';
import { freePort, startProcess } from '../../support/process.js';

const folder = () => mkdtempSync(join(tmpdir(), 'fault-'));
const ID = 'aaaaaaaa-0000';

/** The ledger as the release before made it. */
const LEDGER_BEFORE = `
create table answer (
  id text primary key, at text not null, channel text not null, question text not null, outcome text not null,
  lacking text, replies text not null, corpus text not null, message text
);
create table judgement (answer text primary key, at text not null, verdict text not null, note text);
create table reference (key text primary key, at text not null, reference text not null);
insert into answer values ('a', '2026-01-01T00:00:00.000Z', 'x', '问', 'answered', null, 'r', 'c', null);
insert into judgement values ('a', '2026-01-01T00:00:00.000Z', 'like', null);
insert into reference values ('ticket ABCDEF', '2026-01-01T00:00:00.000Z', '{"channelId":"directline"}');
`;

const memory = () => createConversations(openStorage().conversations);
const textsOf = (conversation: Conversation, place = 0): string[] =>
  (JSON.parse(conversation.since(place).json) as { activities: { text: string }[] }).activities.map(({ text }) => text);

describe('the log of a conversation', () => {
  /** The conversation as a process finds it that starts now. */
  const taken = (at: string) => {
    const storage = openStorage({ folder: at });
    return { conversation: createConversations(storage.conversations).open(ID), close: storage.close };
  };

  it('goes on in memory when the disk is full, says so, and writes what was missed when there is room', () => {
    const at = folder();
    const faults: Error[] = [];
    const storage = openStorage({ folder: at, onFault: (error) => faults.push(error) });
    const conversation = createConversations(storage.conversations).open(ID);
    const other = new Database(join(at, 'dafutong.db'));
    other.exec('begin immediate');
    conversation.post({ type: 'message', text: '一', channelData: { clientActivityID: 'c' } });
    expect(faults).toHaveLength(1);
    expect(storage.failing).toBe(true);
    expect(textsOf(conversation)).toEqual(['一']);
    expect(conversation.posted('c')).toMatchObject({ text: '一' });
    other.exec('commit');
    other.close();
    conversation.post({ type: 'message', text: '二' });
    expect(storage.failing).toBe(false);
    storage.close();
    expect(textsOf(taken(at).conversation)).toEqual(['一', '二']);
  });

  it('tells every question that was never answered, once, and after the next restart that it was tried before', () => {
    const at = folder();
    const user = { id: 'dl_x', name: '', role: 'user' };
    const before = taken(at);
    before.conversation.post({ type: 'message', id: 'q1', text: '一', from: user });
    before.conversation.post({ type: 'message', id: 'q2', text: '二', from: user });
    before.conversation.post({ type: 'message', id: 'q3', text: '三', from: user });
    before.conversation.post({ type: 'message', text: '答', replyToId: 'q2', from: { ...user, role: 'bot' } });
    before.close();
    const unanswered = ({ conversation }: ReturnType<typeof taken>) =>
      conversation.takeUnanswered().map(({ activity, resumed }) => [activity.id, resumed]);
    const after = taken(at);
    expect(unanswered(after)).toEqual([
      ['q1', false],
      ['q3', false],
    ]);
    expect(unanswered(after)).toEqual([]);
    after.conversation.post({ type: 'message', text: '答', replyToId: 'q3', from: { ...user, role: 'bot' } });
    after.close();
    expect(unanswered(taken(at))).toEqual([['q1', true]]);
  });

  it('keeps its order when the clock is set back, and after a restart too', () => {
    const at = folder();
    const clock = jest.spyOn(Date, 'now');
    clock.mockReturnValue(1_800_000_000_000);
    const before = taken(at);
    before.conversation.post({ type: 'message', text: '一' });
    before.close();
    clock.mockReturnValue(1_700_000_000_000);
    const { conversation } = taken(at);
    conversation.post({ type: 'message', text: '二' });
    clock.mockReturnValue(1_900_000_000_000);
    conversation.post({ type: 'message', text: '三' });
    clock.mockRestore();
    const { activities } = JSON.parse(conversation.since(0).json) as { activities: Partial<Activity>[] };
    const order = activities.map(({ channelData }) => channelData['webchat:sequence-id'] as number);
    expect(order).toEqual([...order].sort((a, b) => a - b));
    expect(new Set(order).size).toBe(3);
  });

  it('is read in stretches, none longer than a socket should hold', () => {
    const conversation = memory().open(ID);
    for (let i = 0; i < 120; i++) conversation.post({ type: 'message', text: `${i}` });
    conversation.post({ type: 'message', text: 'x'.repeat(300_000) });
    const lengths: number[] = [];
    for (let place = 0; ; ) {
      const { json, upTo, empty } = conversation.since(place);
      if (empty) break;
      lengths.push((JSON.parse(json) as { activities: unknown[] }).activities.length);
      place = upTo;
    }
    expect(lengths).toEqual([50, 50, 20, 1]);
    expect(conversation.placeOf('1-120')).toBe(120);
    for (const watermark of [undefined, '', '1-999', '2-3', '1-x']) expect(conversation.placeOf(watermark)).toBe(0);
  });

  it('runs its turns one after another, whatever they do', async () => {
    const conversation = memory().open(ID);
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

  const asked = {
    type: 'message',
    text: '怎么联系?',
    channelId: 'directline',
    from: { id: 'dl_x', name: '', role: 'user' },
    recipient: { id: 'bot', name: '' },
    conversation: { id: ID } as never,
  };

  it('tells whoever waited too long for a turn that it came too late', async () => {
    const conversations = memory();
    const conversation = conversations.open(ID);
    const adapter = new DirectLineAdapter(conversations);
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
    expect(textsOf(conversation)).toEqual([wording.busy]);
  });

  it('says to the message that fills it that another one must be begun', async () => {
    const conversations = memory();
    const conversation = conversations.open(ID);
    for (let n = 0; n < MOST_ACTIVITIES - 1; n++) conversation.post({ type: 'event', text: '' });
    expect(conversation.full).toBe(false);
    conversation.post({ ...asked, id: '1' });
    expect(conversation.full).toBe(true);
    await new DirectLineAdapter(conversations).deliver(conversation, { ...asked, id: '1' }, async () => {
      throw new Error('must not be reached');
    });
    expect(textsOf(conversation, MOST_ACTIVITIES)).toEqual([wording.full]);
  });

  it('leaves memory when nobody is there', () => {
    const conversations = memory();
    conversations.open(ID).post({ type: 'message', text: '一' });
    conversations.forget();
    expect(conversations.size).toBe(1);
    const later = jest.spyOn(performance, 'now').mockReturnValue(performance.now() + 3_600_000);
    conversations.forget();
    later.mockRestore();
    expect(conversations.size).toBe(0);
    expect(textsOf(conversations.open(ID))).toEqual(['一']);
  });
});

describe('what else is written', () => {
  const entry = { channel: 'x', question: 'x', outcome: 'answered', replies: [], corpus: 'x' } as const;

  it('the memory of a talk and the ledger that cannot be written stop no answer', async () => {
    const faults: Error[] = [];
    const at = folder();
    const storage = openStorage({ folder: at, onFault: (error) => faults.push(error) });
    const other = new Database(join(at, 'dafutong.db'));
    other.exec('begin immediate');
    storage.ledger.answered({ id: 'a', ...entry });
    await storage.state.write({ key: { eTag: '*' } });
    expect(faults.map(({ message }) => message)).toEqual(Array(2).fill(expect.stringContaining('locked')));
    other.exec('commit');
    storage.ledger.answered({ id: 'b', ...entry });
    expect(storage.ledger.rows().map(({ id }) => id)).toEqual(['b']);
    await expect(storage.state.read(['key'])).resolves.toEqual({});
  });

  it('a state that is no JSON any more is a new talk', async () => {
    const at = folder();
    const storage = openStorage({ folder: at });
    await storage.state.write({ key: { a: 1 } });
    new Database(join(at, 'dafutong.db')).exec("update state set body = '{'");
    await expect(storage.state.read(['key'])).resolves.toEqual({});
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
    expect(tokens.check(token, 'dl', 3600)).toEqual(grant);
    now = new Date('2026-06-01T13:31:00Z');
    expect(tokens.check(token, 'dl', 3600)).toBe('expired');
  });
});

describe('what is kept long enough', () => {
  const DAYS = 30;
  let now: Date;
  const open = (at: string) => openStorage({ folder: at, days: DAYS, now: () => now });
  const entry = { channel: 'x', question: 'unforgettable', outcome: 'answered', replies: [], corpus: 'x' } as const;
  /** Sweeps once a day, as a bot that runs does. */
  const pass = async ({ retention }: ReturnType<typeof open>, days: number) => {
    let deleted = 0;
    for (let day = 0; day < days; day++) {
      now = new Date(now.getTime() + 86_400_000);
      deleted += await retention.sweep();
    }
    return deleted;
  };
  const fill = async ({ ledger, conversations, state, tickets }: ReturnType<typeof open>, n: number) => {
    ledger.answered({ id: `a${n}`, ...entry });
    ledger.judged({ of: { answer: `a${n}` }, verdict: 'like' });
    conversations.append(ID, [{ n: n + 1, body: '{"text":"unforgettable"}' }]);
    await state.write({ [`k${n}`]: { typed: 'unforgettable' } });
    tickets.open(`c${n}`, { channelId: 'directline' });
  };
  beforeEach(() => {
    now = new Date('2026-01-01T00:00:00Z');
  });

  it('goes, in as many steps as it takes, and is nowhere in the files; what is younger stays', async () => {
    const at = folder();
    const storage = open(at);
    await storage.retention.sweep();
    for (let n = 0; n < 450; n++) await fill(storage, n);
    storage.tickets.keepStaff('room', { channelId: 'msteams' });
    await pass(storage, 20);
    storage.ledger.answered({ id: 'young', ...entry, question: 'young' });
    expect(await pass(storage, 11)).toBe(4 * 450);
    expect(storage.ledger.rows().map(({ id }) => id)).toEqual(['young']);
    expect([...storage.conversations.all(ID)]).toEqual([]);
    expect(storage.tickets.openOf('c1')).toBeUndefined();
    expect(storage.tickets.staffOf('room')).toEqual({ channelId: 'msteams' });
    storage.close();
    const files = readdirSync(at).map((name) => readFileSync(join(at, name), 'latin1'));
    expect(files.join()).not.toContain('unforgettable');
  });

  it('stays when the clock leaps more than a day, until an operator says that it is right', async () => {
    const at = folder();
    const before = open(at);
    await fill(before, 0);
    await before.retention.sweep();
    before.close();
    now = new Date('2026-07-20T00:00:00Z');
    const after = open(at);
    expect(after.retention.leap).toBe(200);
    expect(await pass(after, 3)).toBe(0);
    expect(after.ledger.rows()).toHaveLength(1);
    after.retention.believeClock();
    expect(after.retention.leap).toBeUndefined();
    expect(await after.retention.sweep()).toBe(4);
  });

  it('goes on as before when a clock that leapt is set back', async () => {
    const storage = open(folder());
    await fill(storage, 0);
    await storage.retention.sweep();
    now = new Date('2026-07-20T00:00:00Z');
    expect(await storage.retention.sweep()).toBe(0);
    now = new Date('2026-01-01T12:00:00Z');
    expect(storage.retention.leap).toBeUndefined();
    await storage.retention.sweep();
    expect(await pass(storage, 30)).toBe(4);
  });

  it('is also what a conversation in use said before', async () => {
    const storage = open(folder());
    const conversation = createConversations(storage.conversations).open(ID);
    conversation.listen({ wake() {}, show() {} });
    conversation.post({ type: 'message', text: 'old' });
    await storage.retention.sweep();
    await pass(storage, 20);
    conversation.post({ type: 'message', text: 'new' });
    await pass(storage, 15);
    expect(textsOf(conversation)).toEqual(['new']);
    expect(conversation.placeOf('1-1')).toBe(1);
  });
});

describe('the data folder', () => {
  it('is held by one process; a second one is told who holds it, whatever became of the first', async () => {
    const data = await shareBundle();
    const port = await freePort();
    const bot = await startProcess({ PORT: String(port), DATA_DIR: data });
    const second = startProcess({ PORT: String(await freePort()), DATA_DIR: data });
    await expect(second).rejects.toThrow(new RegExp(`正由进程 \\d+.*端口 ${port}.*使用`));
    await bot.kill('SIGKILL');
    const third = await startProcess({ PORT: String(port), DATA_DIR: data });
    await third.kill('SIGKILL');
  }, 60_000);

  it('and all in it is for its user alone, also where it was not before', async () => {
    const data = await shareBundle();
    chmodSync(data, 0o755);
    mkdirSync(join(data, 'index'), { mode: 0o755 });
    writeFileSync(join(data, 'index', 'index.json'), '', { mode: 0o644 });
    const bot = await startProcess({ PORT: String(await freePort()), DATA_DIR: data });
    expect(bot.output()).toContain('已收回权限');
    await (await openChat(bot.origin)).ask('怎么联系?');
    const open = (path: string): string[] => [
      ...((statSync(path).mode & 0o077) === 0 ? [] : [path]),
      ...(statSync(path).isDirectory() ? readdirSync(path).flatMap((name) => open(join(path, name))) : []),
    ];
    expect(open(data).filter((path) => !path.startsWith(join(data, 'webchat')))).toEqual([]);
    await bot.kill('SIGKILL');
  }, 60_000);

  it('made by the release before is taken over: answers, conversations and states', async () => {
    const data = folder();
    mkdirSync(join(data, 'conversations'));
    mkdirSync(join(data, 'state'));
    const line = (text: string) => JSON.stringify({ type: 'message', text, channelData: { clientActivityID: text } });
    // The last line was cut short by a crash.
    writeFileSync(join(data, 'conversations', `${ID}.jsonl`), `${line('一')}\n${line('二')}\n{"type":"mess`);
    writeFileSync(join(data, 'state', `${stateKey('key')}.json`), '{"memory":1}');
    const ledger = new Database(join(data, 'ledger.db'));
    ledger.exec(LEDGER_BEFORE);
    ledger.close();
    const storage = openStorage({ folder: data });
    expect(storage.migrated).toEqual({ conversations: 1, states: 1 });
    const conversation = createConversations(storage.conversations).open(ID);
    expect(textsOf(conversation)).toEqual(['一', '二']);
    expect(conversation.posted('二')).toMatchObject({ text: '二' });
    await expect(storage.state.read(['key'])).resolves.toEqual({ key: { memory: 1 } });
    expect(storage.ledger.rows()).toEqual([expect.objectContaining({ id: 'a', question: '问', verdict: 'like' })]);
    expect(storage.tickets.askerOf('ABCDEF')).toEqual({ channelId: 'directline' });
    expect(readdirSync(data).filter((name) => !name.startsWith('dafutong.db'))).toEqual([]);
    storage.close();
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

describe('commands', () => {
  const run = (script: string, data: string, args: readonly string[] = []) =>
    spawnSync(process.execPath, [join(HOME, 'dist/bot/cli', script), ...args], {
      encoding: 'utf8',
      env: { ...process.env, DATA_DIR: data },
    });

  it('write for their user alone, whatever the shell’s mask', () => {
    const data = join(folder(), 'var');
    const out = join(folder(), 'report');
    expect(run('index.js', data).status).toBe(0);
    expect(run('report.js', data, ['--out', out]).status).toBe(0);
    const modeOf = (path: string) => statSync(path).mode & 0o777;
    expect([data, join(data, 'index'), out].map(modeOf)).toEqual([0o700, 0o700, 0o700]);
    const files = [data, join(data, 'index'), out].flatMap((at) => readdirSync(at).map((name) => join(at, name)));
    expect(files.filter((path) => (modeOf(path) & 0o077) !== 0)).toEqual([]);
    expect(files.length).toBeGreaterThan(5);
  });

  it('say that the clock is right: what is old goes then', async () => {
    const data = folder();
    const entry = { channel: 'x', question: 'x', outcome: 'answered', replies: [], corpus: 'x' } as const;
    const storage = openStorage({ folder: data, now: () => new Date('2020-01-01T00:00:00Z') });
    storage.ledger.answered({ id: 'a', ...entry });
    await storage.retention.sweep();
    storage.close();
    expect(openStorage({ folder: data }).retention.leap).toBeGreaterThan(2000);
    expect(run('expire.js', data).stdout).toMatch(/已确认时钟.*删去.* 1 条/);
    const after = openStorage({ folder: data });
    expect(after.retention.leap).toBeUndefined();
    expect(after.ledger.rows()).toEqual([]);
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

describe('a process that is killed at any moment', () => {
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
