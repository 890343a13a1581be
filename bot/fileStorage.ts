import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Storage, StoreItems } from 'botbuilder';

/** Keeps the bot's state on disk, a file an item, swapped in whole. A file that cannot be read is a new talk. */
export class FileStorage implements Storage {
  constructor(private readonly folder: string) {
    mkdirSync(folder, { recursive: true });
  }

  async read(keys: string[]): Promise<StoreItems> {
    return Object.fromEntries(
      keys.flatMap((key) => {
        const file = this.fileOf(key);
        if (!existsSync(file)) return [];
        try {
          return [[key, JSON.parse(readFileSync(file, 'utf8')) as unknown]];
        } catch {
          return [];
        }
      }),
    );
  }

  async write(changes: StoreItems): Promise<void> {
    for (const [key, value] of Object.entries(changes)) {
      const file = this.fileOf(key);
      writeFileSync(`${file}.tmp`, JSON.stringify(value));
      renameSync(`${file}.tmp`, file);
    }
  }

  async delete(keys: string[]): Promise<void> {
    for (const key of keys) rmSync(this.fileOf(key), { force: true });
  }

  /** Keys hold ids from outside; a file's name must not. */
  private fileOf(key: string): string {
    return join(this.folder, `${createHash('sha256').update(key).digest('hex').slice(0, 40)}.json`);
  }
}
