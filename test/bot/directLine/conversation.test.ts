import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Activity } from 'botbuilder';
import Database from 'libsql';
import { DirectLineAdapter } from '../../../bot/directLine/adapter.js';
import { type Conversation, createConversations } from '../../../bot/directLine/conversation.js';
import { createTokens, signingKey } from '../../../bot/directLine/token.js';
import { MOST_ACTIVITIES } from '../../../bot/directLine/transcript.js';
import { openStorage } from '../../../bot/storage/storage.js';
import { wording } from '../../../dialogs/render/wording.js';

const folder = () => mkdtempSync(join(tmpdir(), 'fault-'));
const ID = 'aaaaaaaa-0000';
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

describe('a token', () => {
  it('from the future or the past is only as good as its life', () => {
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
