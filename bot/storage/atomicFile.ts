import { writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import writeFileAtomic from 'write-file-atomic';

// `write-file-atomic` 7.0.1 ignores how many bytes its one `write` took, and so renames a file that a nearly full disk
// cut short. Its temporary file is therefore filled here, by functions that write everything or throw.

/**
 * Replaces a file as a whole: written beside it, flushed to disk, renamed. Readers see the old file or the new one.
 *
 * @throws NodeJS.ErrnoException (`ENOSPC`, `EACCES`, …); the old file is then unchanged
 */
export const writeAtomic = (file: string, content: string | Uint8Array): Promise<void> =>
  writeFileAtomic(file, '', { tmpfileCreated: (beside) => writeFile(beside, content) });

/** As `writeAtomic`, synchronously. @param mode permissions; default those of the old file, else of the umask */
export const writeAtomicSync = (file: string, content: string | Uint8Array, mode?: number): void =>
  writeFileAtomic.sync(file, '', {
    ...(mode !== undefined && { mode }),
    tmpfileCreated: (beside) => writeFileSync(beside, content),
  });
