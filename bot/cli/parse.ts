import { readFileSync } from 'node:fs';
import { basename, extname } from 'node:path';
import { parseArgs } from 'node:util';
import { outlineJsonOf } from '../../indexer/parse/outlineJson.js';
import { parseReply } from '../../indexer/parse/parse.js';
import { decode } from '../../indexer/read/encoding.js';
import { slice } from '../../indexer/text/span.js';
import { runCommand } from './command.js';

const USAGE = '用法:npm run --silent parse -- [--warnings] 答复.txt';

/** `npm run parse`: prints the outline of a reply as JSON, or with `--warnings` its warnings, one per line. */
function main(): number {
  let files: string[];
  let warningsOnly: boolean | undefined;
  try {
    const { values, positionals } = parseArgs({ allowPositionals: true, options: { warnings: { type: 'boolean' } } });
    files = positionals;
    warningsOnly = values.warnings;
  } catch (error) {
    console.error(`${(error as Error).message}\n${USAGE}`);
    return 2;
  }
  const [file] = files;
  if (!file || files.length > 1) {
    console.error(`须给出一个文件。\n${USAGE}`);
    return 2;
  }
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    console.error(`读不到 ${file}:${(error as NodeJS.ErrnoException).code}`);
    return 1;
  }
  const reply = parseReply(basename(file, extname(file)), decode(file, bytes));
  if (warningsOnly)
    for (const { start, end, message } of reply.warnings)
      console.log(`${start}-${end}\t${message}\t${slice(reply.text, { start, end })}`);
  else console.log(JSON.stringify(outlineJsonOf(reply), null, 1));
  return 0;
}

void runCommand(main);
