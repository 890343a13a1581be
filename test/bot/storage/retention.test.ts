import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HOME } from '../../../bot/configuration.js';
import { type Conversation, createConversations } from '../../../bot/directLine/conversation.js';
import { openStorage } from '../../../bot/storage/storage.js';

const folder = () => mkdtempSync(join(tmpdir(), 'fault-'));
const ID = 'aaaaaaaa-0000';
const textsOf = (conversation: Conversation, place = 0): string[] =>
  (JSON.parse(conversation.since(place).json) as { activities: { text: string }[] }).activities.map(({ text }) => text);

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

describe('npm run expire', () => {
  it('says that the clock is right: what is old goes then', async () => {
    const data = folder();
    const entry = { channel: 'x', question: 'x', outcome: 'answered', replies: [], corpus: 'x' } as const;
    const storage = openStorage({ folder: data, now: () => new Date('2020-01-01T00:00:00Z') });
    storage.ledger.answered({ id: 'a', ...entry });
    await storage.retention.sweep();
    storage.close();
    expect(openStorage({ folder: data }).retention.leap).toBeGreaterThan(2000);
    const { stdout } = spawnSync(process.execPath, [join(HOME, 'dist/bot/cli/expire.js')], {
      encoding: 'utf8',
      env: { ...process.env, DATA_DIR: data },
    });
    expect(stdout).toMatch(/已确认时钟.*删去.* 1 条/);
    const after = openStorage({ folder: data });
    expect(after.retention.leap).toBeUndefined();
    expect(after.ledger.rows()).toEqual([]);
  });
});
