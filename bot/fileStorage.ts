import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Storage, StoreItems } from 'botbuilder';

/** Keeps the bot's state on disk, a file an item, swapped in whole. A file that cannot be read is a new talk. */
export class FileStorage implements Storage {
  /**
   * @param days days an item is kept that nobody touches
   * @param onFault told what could not be written; the turn goes on, and the next one remembers less
   */
  constructor(
    private readonly folder: string,
    private readonly days = 180,
    private readonly onFault: (error: Error) => void = () => {},
  ) {
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
      try {
        writeFileSync(`${file}.tmp`, JSON.stringify(value));
        renameSync(`${file}.tmp`, file);
      } catch (error) {
        this.onFault(error as Error);
      }
    }
  }

  /** Deletes what has been kept long enough. */
  sweep(): void {
    const before = Date.now() - this.days * 86_400_000;
    for (const name of readdirSync(this.folder)) {
      const file = join(this.folder, name);
      if (statSync(file).mtimeMs < before) rmSync(file, { force: true });
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
