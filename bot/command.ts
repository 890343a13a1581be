import { ReplyBotError } from '../indexer/errors.js';

/** Runs a command; its exit code is what `main` gives, 1 where it fails for a reason people can mend, which is said. */
export async function runCommand(main: () => number | Promise<number>): Promise<void> {
  try {
    process.exitCode = await main();
  } catch (error) {
    if (!(error instanceof ReplyBotError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
