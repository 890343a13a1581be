import { ReplyBotError } from '../../indexer/errors.js';
import { keepToUser } from '../storage/dataFolder.js';

/**
 * Runs a command; the files it writes are private to its user. The exit code is what `main` returns, or 1 when it throws
 * a `ReplyBotError`, whose message is printed. Other errors are bugs and go through.
 */
export async function runCommand(main: () => number | Promise<number>): Promise<void> {
  keepToUser();
  try {
    process.exitCode = await main();
  } catch (error) {
    if (!(error instanceof ReplyBotError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
