import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { BotEngine } from '../../bot/engine/engine.js';
import { startEngine } from '../../bot/engine/engineHost.js';
import { START } from '../../dialogs/converse/conversation.js';
import type { EngineQuestion } from '../../dialogs/turn/engine.js';
import { KNOWLEDGE, MADE } from './library.js';

export const asked = (typed: string): EngineQuestion => ({
  typed,
  kept: typed,
  memory: START,
  channel: 'test',
  id: 'a',
});

/** Processes of engines that this process started. */
export const engineProcesses = (): number[] =>
  spawnSync('pgrep', ['-P', String(process.pid), '-f', 'engineProcess'], { encoding: 'utf8' })
    .stdout.split('\n')
    .filter(Boolean)
    .map(Number);

/** A folder of its own, with the made letters named. */
export function lettersAt(...names: string[]): string {
  const corpus = mkdtempSync(join(tmpdir(), 'corpus-'));
  for (const name of names) cpSync(join(MADE, `${name}.txt`), join(corpus, `${name}.txt`));
  return corpus;
}
/** Waits until it is done, 25 s at most. */
export const until = async (done: () => boolean) => {
  for (const end = Date.now() + 25_000; !done() && Date.now() < end; ) await sleep(20);
};

/** An engine that looks for letters every 20 ms, with what it reports. */
export async function watchingEngine(
  corpus: string,
  store?: string,
): Promise<{ readonly engine: BotEngine; readonly reports: string[] }> {
  const reports: string[] = [];
  const places = { corpus, knowledge: KNOWLEDGE, ...(store && { store }) };
  const engine = await startEngine(places, { report: (message) => reports.push(message), every: 20 });
  return { engine, reports };
}
