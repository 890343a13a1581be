import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Activity } from 'botbuilder';
import type { Store } from './database.js';

/** How much was taken over from the files of an earlier release. */
export interface Migrated {
  readonly conversations: number;
  readonly states: number;
}

/**
 * Moves the conversations (`conversations/<id>.jsonl`, one activity per line) and states (`state/<digest>.json`) of
 * earlier releases into the database, with the modification times of the files. If the process is killed meanwhile, the
 * next start moves the rest. Lines that are not JSON, such as one cut short, are skipped.
 *
 * @param folder data folder
 */
export function migrateFiles(folder: string, database: Store): Migrated {
  const addActivity = database.prepare(
    'insert into activity (conversation, n, at, client, body) values (?, ?, ?, ?, ?) on conflict do nothing',
  );
  const addState = database.prepare('insert into state values (?, ?, ?) on conflict do nothing');
  const conversations = takeOver(join(folder, 'conversations'), '.jsonl', database, (id, text, at) => {
    for (const [i, { activity, line }] of activitiesOf(text).entries())
      addActivity.run(id, i + 1, at, activity.channelData?.clientActivityID ?? null, line);
  });
  const states = takeOver(join(folder, 'state'), '.json', database, (key, text, at) => addState.run(key, at, text));
  return { conversations, states };
}

/** Adds each file in a transaction and deletes it; deletes the folder in the end. @returns number of files */
function takeOver(
  folder: string,
  ending: string,
  database: Store,
  add: (name: string, text: string, at: string) => void,
): number {
  if (!existsSync(folder)) return 0;
  const names = readdirSync(folder).filter((name) => name.endsWith(ending) && statSync(join(folder, name)).isFile());
  const addAll = database.transaction((name: string, text: string, at: string) => add(name, text, at));
  for (const name of names) {
    const file = join(folder, name);
    addAll(basename(name, ending), readFileSync(file, 'utf8'), statSync(file).mtime.toISOString());
    rmSync(file);
  }
  rmSync(folder, { recursive: true });
  return names.length;
}

function activitiesOf(text: string): { readonly activity: Partial<Activity>; readonly line: string }[] {
  return text.split('\n').flatMap((line) => {
    try {
      return line ? [{ activity: JSON.parse(line) as Partial<Activity>, line }] : [];
    } catch {
      return [];
    }
  });
}
