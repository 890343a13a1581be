import { createHash } from 'node:crypto';
import { ReplyBotError } from '../../indexer/errors.js';
import { extractText } from '../../indexer/read/extract.js';
import { DamagedFileError, ExtractionLimitError, readFile, type WorkerAnswer } from './extraction.js';

/**
 * Reads one file. It runs in a process of its own, to which a hostile file can do its harm. Started by `extractFile`,
 * the process sends its answer; started by hand, `node extractWorker.js FILE`, it prints it.
 */
async function answerOf(file: string): Promise<WorkerAnswer> {
  try {
    const bytes = readFile(file);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    return { kind: 'extracted', ...(await extractText(file, bytes)), sha256 };
  } catch (error) {
    return { kind: 'refused', message: refusalOf(file, error).message };
  }
}

/** The error to report for what the readers threw. */
function refusalOf(file: string, error: unknown): ReplyBotError {
  if (error instanceof ReplyBotError) return error;
  // A stack overflow is a RangeError, and so is a string or buffer that exceeds the engine's limit.
  if (!(error instanceof RangeError)) return new DamagedFileError(file);
  return new ExtractionLimitError(file, error.message.includes('call stack') ? 'depth' : 'memory');
}

async function main(): Promise<void> {
  // Ends with the process that started it.
  process.once('disconnect', () => process.exit());
  const answer = await answerOf(process.argv[2]!);
  if (process.send) {
    process.send(answer);
  } else if (answer.kind === 'extracted') {
    process.stdout.write(JSON.stringify(answer));
  } else {
    process.stderr.write(answer.message);
    process.exitCode = 1;
  }
}

void main();
