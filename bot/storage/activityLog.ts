import type { Activity } from 'botbuilder';
import type { Store } from './database.js';
import type { Journal } from './journal.js';

/** One activity of a conversation as it is stored. */
export interface LogEntry {
  /** Place in the conversation, counted from 1. */
  readonly n: number;
  /** The id that its client gave it. */
  readonly client?: string;
  /** The activity as JSON. */
  readonly body: string;
}

/** A stretch of a log that is sent at once. */
export interface LogPage {
  readonly entries: readonly LogEntry[];
  /** Whether there are further entries. */
  readonly more: boolean;
}

/** Most entries of a page, and most characters of their JSON; a page has at least one entry, whatever its length. */
const PAGE = { entries: 50, characters: 120_000 };

/** The logs of all conversations. */
export interface ActivityLog {
  /** Writes all entries or none; those written before are skipped. @returns whether they are written */
  append(conversation: string, entries: readonly LogEntry[]): boolean;
  /** The first page of entries after a place, 0 for the beginning. */
  page(conversation: string, after: number): LogPage;
  /** The activity that a client posted under an id of its own. */
  byClient(conversation: string, client: string): Partial<Activity> | undefined;
  /** Every activity in order; `resumed`: see `markResumed`. */
  all(conversation: string): Iterable<{ readonly n: number; readonly body: string; readonly resumed: boolean }>;
  /** Marks a message as resumed after a restart. */
  markResumed(conversation: string, n: number): void;
}

export function createActivityLog(database: Store, { now, surely }: Journal): ActivityLog {
  const add = database.prepare(
    'insert into activity (conversation, n, at, client, body) values (?, ?, ?, ?, ?) on conflict do nothing',
  );
  const behind = database.prepare('select n, body from activity where conversation = ? and n > ? order by n limit ?');
  const client = database.prepare('select body from activity where conversation = ? and client = ?');
  const every = database.prepare('select n, body, resumed from activity where conversation = ? order by n');
  const resume = database.prepare('update activity set resumed = 1 where conversation = ? and n = ?');
  const addAll = database.transaction((conversation: string, entries: readonly LogEntry[]) => {
    const at = now().toISOString();
    for (const { n, client: id, body } of entries) add.run(conversation, n, at, id ?? null, body);
  });
  return {
    append: (conversation, entries) => surely(() => addAll(conversation, entries)),
    page(conversation, after) {
      // Reads one more than fits, to know whether there are more.
      const found = behind.all(conversation, after, PAGE.entries + 1) as LogEntry[];
      const fits = fitting(found);
      return { entries: found.slice(0, fits), more: fits < found.length };
    },
    byClient(conversation, id) {
      const found = client.get(conversation, id) as { body: string } | undefined;
      return found && (JSON.parse(found.body) as Partial<Activity>);
    },
    *all(conversation) {
      for (const row of every.iterate(conversation)) {
        const { n, body, resumed } = row as { n: number; body: string; resumed: number };
        yield { n, body, resumed: resumed === 1 };
      }
    },
    markResumed: (conversation, n) => void surely(() => resume.run(conversation, n)),
  };
}

/** How many of the entries fit on a page. */
function fitting(entries: readonly LogEntry[]): number {
  let characters = 0;
  const over = entries.findIndex(({ body }, i) => {
    characters += body.length;
    return i > 0 && (i >= PAGE.entries || characters > PAGE.characters);
  });
  return over < 0 ? entries.length : over;
}
