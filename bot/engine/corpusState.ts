import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Names, sizes and times of the files of a corpus; `undefined` where there is no folder. Links are not followed. */
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
