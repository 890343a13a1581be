import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Names, sizes and modification times of the files of a corpus, a line each, to be compared with an earlier result.
 * `undefined` when the folder is missing. Links are not followed, and `.tmp` files are ignored.
 */
export function corpusState(corpus: string): string | undefined {
  const list = (folder: string): string[] =>
    readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
      const file = join(folder, entry.name);
      if (entry.isDirectory()) return entry.name === 'replies' ? list(file) : [];
      if (!entry.isFile() || entry.name.endsWith('.tmp')) return [];
      const { size, mtimeMs } = lstatSync(file);
      return [`${file} ${size} ${mtimeMs}`];
    });
  try {
    return list(corpus).sort().join('\n');
  } catch {
    return undefined;
  }
}
