import { createHash } from 'node:crypto';
import type { Storage, StoreItems } from 'botbuilder';
import type { Store } from './database.js';
import type { Journal } from './journal.js';

/** The stored key: 40 hex digits of the SHA-256, since the SDK's keys contain ids of people and conversations. */
export const stateKey = (key: string): string => createHash('sha256').update(key).digest('hex').slice(0, 40);

/** Keeps the state of conversations. One that cannot be read starts anew; one that cannot be written is lost. */
export function createStateStorage(database: Store, { now, surely }: Journal): Storage {
  const find = database.prepare('select body from state where key = ?');
  const keep = database.prepare('insert or replace into state values (?, ?, ?)');
  const remove = database.prepare('delete from state where key = ?');
  return {
    async read(keys: string[]): Promise<StoreItems> {
      const items: StoreItems = {};
      for (const key of keys) {
        surely(() => {
          const found = find.get(stateKey(key)) as { body: string } | undefined;
          if (found) items[key] = JSON.parse(found.body) as unknown;
        });
      }
      return items;
    },
    async write(changes: StoreItems): Promise<void> {
      const at = now().toISOString();
      for (const [key, value] of Object.entries(changes))
        surely(() => keep.run(stateKey(key), at, JSON.stringify(value)));
    },
    async delete(keys: string[]): Promise<void> {
      for (const key of keys) surely(() => remove.run(stateKey(key)));
    },
  };
}
