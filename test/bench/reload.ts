import { mkdirSync, mkdtempSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { startEngine } from '../../bot/engine/engineHost.js';
import { START } from '../../dialogs/converse/conversation.js';
import { madeUpLetters } from './letters.js';

const HOME = join(__dirname, '../../..');
const knowledge = join(HOME, 'corpus');
const MS = 1e6;

/** Longest a hot reload may hold up the event loop, in milliseconds. */
const ALLOWED = 50;

/** How long the event loop of the server is held up while letters are added and questions asked, beside one at rest. */
export async function measureReload(): Promise<void> {
  const letters = madeUpLetters(join(HOME, 'test/replies'), 160);
  const corpus = join(mkdtempSync(join(tmpdir(), 'bench-reload-')), 'replies');
  mkdirSync(corpus);
  const put = async (some: typeof letters) => {
    for (const { id, text } of some) await writeFile(join(corpus, `${id}.txt`), text);
  };
  await put(letters.slice(0, 100));
  const engine = await startEngine({ corpus, knowledge }, { every: 50 });
  const answers = { count: 0, slowest: 0 };
  const ask = async (during: Promise<unknown>) => {
    let over = false;
    void during.then(() => {
      over = true;
    });
    while (!over) {
      const start = performance.now();
      await engine.answer({ typed: '下一步怎么支持企业', kept: '', memory: START, channel: 'directline', id: 'x' });
      answers.count++;
      answers.slowest = Math.max(answers.slowest, performance.now() - start);
    }
  };
  /** Milliseconds the loop was held up at most while something happens. */
  const heldUp = async (happening: Promise<unknown>): Promise<number> => {
    const delay = monitorEventLoopDelay({ resolution: 1 });
    delay.enable();
    await ask(happening);
    delay.disable();
    return delay.max / MS;
  };
  await engine.greeting();
  const rest = await heldUp(sleep(2000));
  const added = async () => {
    await put(letters.slice(100));
    // One letter of a million characters beside them.
    const long = letters[0]!.text;
    await writeFile(join(corpus, 'long.txt'), long.repeat(Math.ceil(1_000_000 / long.length)));
    for (const end = performance.now() + 120_000; engine.holdings.replies < 161; await sleep(20))
      if (performance.now() > end) throw new Error('The letters were not taken in.');
  };
  const start = performance.now();
  const most = await heldUp(added());
  const took = performance.now() - start;
  engine.close();
  console.log(
    `hot reload of 60 letters and one of a million characters: the event loop held up ${most.toFixed(0)} ms at most (${ALLOWED} allowed${most > ALLOWED ? ': NOT MET' : ''}; ${rest.toFixed(0)} ms while questions are asked and nothing is added); taken in after ${(took / 1000).toFixed(1)} s, ${answers.count} questions answered meanwhile, the slowest in ${answers.slowest.toFixed(0)} ms`,
  );
}
