import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ConversationReference } from 'botbuilder';
import Database from 'libsql';
import type { Judgement, Ledger, LedgerEntry, Verdict } from '../dialogs/ledger.js';

/** An answer with what was thought of it; times are ISO 8601, UTC. */
export interface LedgerRow extends Omit<LedgerEntry, 'replies'> {
  readonly at: string;
  /** Ids of letters, parted by spaces. */
  readonly replies: string;
  readonly verdict: Verdict | null;
  readonly note: string | null;
}

/** The ledger on disk, with the conversations staff may write to. */
export interface OpenLedger extends Ledger {
  /** All answers, the newest first. */
  rows(): readonly LedgerRow[];
  keepReference(key: string, reference: Partial<ConversationReference>): void;
  referenceOf(key: string): Partial<ConversationReference> | undefined;
  /** Deletes what is older than the days it is kept. Returns how many answers went. */
  expire(): number;
  close(): void;
}

export interface LedgerSetting {
  readonly now?: () => Date;
  /** Told what could not be written: the answer it was of has been given all the same. */
  readonly onFault?: (error: Error) => void;
}

const TABLES = `
create table if not exists answer (
  id text primary key, at text not null, channel text not null, question text not null, outcome text not null,
  lacking text, replies text not null, corpus text not null, message text
);
create index if not exists answer_message on answer (message);
create index if not exists answer_at on answer (at);
create table if not exists judgement (answer text primary key, at text not null, verdict text not null, note text);
create table if not exists reference (key text primary key, at text not null, reference text not null);
`;

/**
 * Opens the ledger: SQLite, whose write-ahead log loses no finished write when the process is killed. The binary of
 * libsql comes inside its registry package; better-sqlite3 13 crashes on Node 20, node:sqlite begins with Node 22,
 * and a build in WebAssembly has no write-ahead log.
 *
 * @param days days answers are kept
 */
export function openLedger(
  folder: string,
  days: number,
  { now = () => new Date(), onFault = () => {} }: LedgerSetting = {},
): OpenLedger {
  mkdirSync(folder, { recursive: true });
  const database = new Database(join(folder, 'ledger.db'));
  database.pragma('journal_mode = WAL');
  // Survives the process; of a power cut it may lose the last entries, never the file.
  database.pragma('synchronous = NORMAL');
  // Nobody waits for an answer because a report is being written.
  database.pragma('busy_timeout = 250');
  // What is deleted is overwritten.
  database.pragma('secure_delete = ON');
  database.exec(TABLES);
  const at = () => now().toISOString();

  const add = database.prepare('insert into answer values (?, ?, ?, ?, ?, ?, ?, ?, null)');
  const setMessage = database.prepare('update answer set message = ? where id = ?');
  const find = {
    answer: database.prepare('select id from answer where id = ?'),
    message: database.prepare('select id from answer where message = ?'),
  };
  // The last thumb counts.
  const judge = database.prepare('insert or replace into judgement values (?, ?, ?, ?)');
  const select = database.prepare(
    `select answer.id, answer.at, channel, question, outcome, lacking, replies, corpus, verdict, note
     from answer left join judgement on judgement.answer = answer.id order by answer.at desc, answer.id`,
  );
  const keep = database.prepare('insert or replace into reference values (?, ?, ?)');
  const reference = database.prepare('select reference from reference where key = ?');

  const surely = (write: () => void) => {
    try {
      write();
    } catch (error) {
      onFault(error as Error);
    }
  };

  return {
    answered({ id, channel, question, outcome, lacking, replies, corpus }: LedgerEntry) {
      surely(() => add.run(id, at(), channel, question, outcome, lacking ?? null, replies.join(' '), corpus));
    },
    sent(answer, message) {
      surely(() => setMessage.run(message, answer));
    },
    judged({ of, verdict, note }: Judgement) {
      const [kind, key] = 'answer' in of ? (['answer', of.answer] as const) : (['message', of.message] as const);
      surely(() => {
        const found = find[kind].get(key) as { id: string } | undefined;
        if (found) judge.run(found.id, at(), verdict, note ?? null);
      });
    },
    rows: () => select.all() as LedgerRow[],
    keepReference(key, kept) {
      surely(() => keep.run(key, at(), JSON.stringify(kept)));
    },
    referenceOf(key) {
      const found = reference.get(key) as { reference: string } | undefined;
      return found && (JSON.parse(found.reference) as Partial<ConversationReference>);
    },
    expire() {
      const before = new Date(now().getTime() - days * 86_400_000).toISOString();
      database.prepare("delete from reference where at < ? and key not like 'staff %'").run(before);
      database.prepare('delete from judgement where answer in (select id from answer where at < ?)').run(before);
      const { changes } = database.prepare('delete from answer where at < ?').run(before);
      database.pragma('wal_checkpoint(TRUNCATE)');
      return changes;
    },
    close() {
      database.pragma('wal_checkpoint(TRUNCATE)');
      database.close();
    },
  };
}
