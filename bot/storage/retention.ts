import { setImmediate } from 'node:timers/promises';
import type { Store } from './database.js';
import type { Journal } from './journal.js';

/** Deletes what has been kept long enough. */
export interface Retention {
  /** @returns how many answers, messages, states and tickets went; 0 while the clock is not believed */
  sweep(): Promise<number>;
  /** Days the clock stands ahead of the last time it was believed, where that is more than one; then nothing goes. */
  readonly leap: number | undefined;
  /** What an operator says who has looked at the clock: it is right. */
  believeClock(): void;
}

const DAY = 86_400_000;
/** Rows deleted at a time, between which questions are answered. */
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
 * A clock set ahead by mistake would make everything too old at once: where it stands more than a day ahead of when
 * the bot last looked, nothing is deleted until an operator has said that it is right, or it is set back.
 *
 * @param days days all is kept
 */
export function createRetention(database: Store, days: number, { now, surely }: Journal): Retention {
  const read = database.prepare("select value from setting where name = 'clock'");
  const write = database.prepare("insert or replace into setting values ('clock', ?)");
  const believe = (time: Date) => void surely(() => write.run(time.toISOString()));
  const leap = (): number | undefined => {
    const found = read.get() as { value: string } | undefined;
    const ahead = found ? (now().getTime() - new Date(found.value).getTime()) / DAY : 0;
    return ahead > 1 ? Math.floor(ahead) : undefined;
  };
  const statements = EXPIRING.map((sql) => database.prepare(sql));
  // A judgement goes before its answer: as many at a time as answers.
  const [judgements, ...others] = statements;
  return {
    get leap() {
      return leap();
    },
    believeClock: () => believe(now()),
    async sweep() {
      if (leap() !== undefined) return 0;
      const before = new Date(now().getTime() - days * DAY).toISOString();
      const last = read.get() as { value: string } | undefined;
      // A clock set back is no reason to believe an earlier one.
      if (!last || last.value < now().toISOString()) believe(now());
      let deleted = 0;
      for (const statement of others) {
        for (let changes = BATCH; changes === BATCH; ) {
          changes = 0;
          surely(() => {
            if (statement === others[0]) judgements!.run(before, BATCH);
            ({ changes } = statement.run(before, BATCH));
          });
          deleted += changes;
          await setImmediate();
        }
      }
      // Folded in, so that what is deleted is in no file; a reader at work puts it off to the next time.
      if (deleted > 0) surely(() => database.pragma('wal_checkpoint(TRUNCATE)'));
      return deleted;
    },
  };
}
