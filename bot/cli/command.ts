import { ReplyBotError } from '../../indexer/errors.js';
import { keepToUser } from '../storage/dataFolder.js';

/** Runs a command, what it writes kept to its user; its exit code is what `main` gives, 1 where it fails for a reason people can mend, which is said. */
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
