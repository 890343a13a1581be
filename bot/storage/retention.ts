import { setImmediate } from 'node:timers/promises';
import type Database from 'libsql';
import type { Store } from './database.js';
import type { Journal } from './journal.js';

/** Default of `RETENTION_DAYS`: days that answers, judgements and conversations are kept. */
export const RETENTION_DAYS = 180;

/** Deletes what has been kept long enough. */
export interface Retention {
  /** @returns number of answers, activities, states and tickets deleted; 0 while the clock is not believed */
  sweep(): Promise<number>;
  /** Days by which the clock is ahead of the last sweep; `undefined` for a day or less. Nothing is deleted meanwhile. */
  readonly leap: number | undefined;
  /** Accepts the clock as it is now: an operator has checked it. */
  believeClock(): void;
}

/** Milliseconds. */
const DAY = 86_400_000;
/** Rows deleted at once; questions are answered between two batches. */
const BATCH = 200;

const EXPIRING = [
  'delete from judgement where answer in (select id from answer where at < ? limit ?)',
  'delete from answer where id in (select id from answer where at < ? limit ?)',
  'delete from activity where (conversation, n) in (select conversation, n from activity where at < ? limit ?)',
  'delete from state where key in (select key from state where at < ? limit ?)',
  'delete from ticket where number in (select number from ticket where at < ? limit ?)',
  "delete from reference where key in (select key from reference where at < ? and key not like 'staff %' limit ?)",
];

/**
 * A clock that was set ahead by mistake would expire everything at once. When it is more than a day ahead of the last
 * sweep, nothing is deleted until an operator confirms it or it is set back.
 *
 * @param days days that everything is kept
 */
export function createRetention(database: Store, days: number, { now, surely }: Journal): Retention {
  const clock = createBelievedClock(database, { now, surely });
  // A judgement is found by its answer and therefore goes first, as many at a time as answers.
  const [judgements, ...others] = EXPIRING.map((sql) => database.prepare(sql));
  const deleteBatch = (statement: Database.Statement, before: string): number => {
    let changes = 0;
    surely(() => {
      if (statement === others[0]) judgements!.run(before, BATCH);
      ({ changes } = statement.run(before, BATCH));
    });
    return changes;
  };
  return {
    get leap() {
      return clock.leap();
    },
    believeClock: () => clock.believe(),
    async sweep() {
      if (clock.leap() !== undefined) return 0;
      const before = new Date(now().getTime() - days * DAY).toISOString();
      clock.advance();
      let deleted = 0;
      for (const statement of others) {
        for (let changes = BATCH; changes === BATCH; ) {
          changes = deleteBatch(statement, before);
          deleted += changes;
          await setImmediate();
        }
      }
      // Removes what was deleted from the write-ahead log too; while someone reads, it waits for the next sweep.
      if (deleted > 0) surely(() => database.pragma('wal_checkpoint(TRUNCATE)'));
      return deleted;
    },
  };
}

/** The latest time at which the clock was believed, kept in the database. */
interface BelievedClock {
  /** See `Retention.leap`. */
  leap(): number | undefined;
  /** Stores the present time. */
  believe(): void;
  /** Stores the present time, unless a later one is stored. */
  advance(): void;
}

function createBelievedClock(database: Store, { now, surely }: Pick<Journal, 'now' | 'surely'>): BelievedClock {
  const select = database.prepare("select value from setting where name = 'clock'");
  const write = database.prepare("insert or replace into setting values ('clock', ?)");
  /** ISO 8601, UTC. */
  const last = () => (select.get() as { value: string } | undefined)?.value;
  const believe = () => void surely(() => write.run(now().toISOString()));
  return {
    leap() {
      const known = last();
      const ahead = known ? (now().getTime() - new Date(known).getTime()) / DAY : 0;
      return ahead > 1 ? Math.floor(ahead) : undefined;
    },
    believe,
    advance() {
      const known = last();
      if (!known || known < now().toISOString()) believe();
    },
  };
}
