import type { Judgement, Ledger, LedgerEntry, Verdict } from '../../dialogs/converse/ledger.js';
import type { Store } from './database.js';
import type { Journal } from './journal.js';

/** An answer with its last judgement. */
export interface LedgerRow extends Omit<LedgerEntry, 'replies'> {
  /** ISO 8601, UTC. */
  readonly at: string;
  /** Ids of the quoted replies, separated by spaces. */
  readonly replies: string;
  readonly verdict: Verdict | null;
  readonly note: string | null;
}

/** The ledger in the database. */
export interface StoredLedger extends Ledger {
  /** All answers, newest first. */
  rows(): readonly LedgerRow[];
}

export function createLedger(database: Store, { now, surely }: Journal): StoredLedger {
  const at = () => now().toISOString();
  const add = database.prepare('insert into answer values (?, ?, ?, ?, ?, ?, ?, ?, null)');
  const setMessage = database.prepare('update answer set message = ? where id = ?');
  const find = {
    answer: database.prepare('select id from answer where id = ?'),
    message: database.prepare('select id from answer where message = ?'),
  };
  // A later judgement of an answer replaces an earlier one.
  const judge = database.prepare('insert or replace into judgement values (?, ?, ?, ?)');
  const select = database.prepare(
    `select answer.id, answer.at, channel, question, outcome, lacking, replies, corpus, verdict, note
     from answer left join judgement on judgement.answer = answer.id order by answer.at desc, answer.id`,
  );
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
  };
}
