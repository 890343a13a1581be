import { chmodSync, mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { type Conversation, createConversations } from '../../../bot/directLine/conversation.js';
import { signingKey } from '../../../bot/directLine/token.js';
import { stateKey } from '../../../bot/storage/state.js';
import { openStorage } from '../../../bot/storage/storage.js';

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

const _memory = () => createConversations(openStorage().conversations);
const textsOf = (conversation: Conversation, place = 0): string[] =>
  (JSON.parse(conversation.since(place).json) as { activities: { text: string }[] }).activities.map(({ text }) => text);

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
});

describe('a data folder', () => {
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
