import { readFileSync } from 'node:fs';
import { ReplyBotError } from '../indexer/errors.js';
import { extractText } from '../indexer/extract.js';

/** Reads one file in a process of its own: what a hostile file does to it stays here. Prints JSON. */
const file = process.argv[2]!;
extractText(file, readFileSync(file)).then(
  (extracted) => process.stdout.write(JSON.stringify(extracted)),
  (error: unknown) => {
    process.stderr.write(error instanceof ReplyBotError ? error.message : `${file}:文件已损坏,读不出来。`);
    process.exitCode = 1;
  },
);
