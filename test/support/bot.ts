import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Configuration, readConfiguration } from '../../bot/configuration.js';
import { createLocalEngine } from '../../bot/engine/engine.js';
import { type Setting, start } from '../../bot/main.js';
import type { RunningServer } from '../../bot/server.js';
import { libraryOf } from './library.js';

export interface RunningBot {
  readonly origin: string;
  readonly data: string;
  close(): Promise<void>;
}

/**
 * The real bot on a free port of this machine, with a data folder of its own. It answers in this process, from the
 * letters as they are now; `startProcess` has it whole.
 */
export async function startBot(overrides: Partial<Configuration> = {}, setting: Setting = {}): Promise<RunningBot> {
  const data = overrides.data ?? mkdtempSync(join(tmpdir(), 'bot-'));
  const configuration = { ...readConfiguration({ PORT: '0', DATA_DIR: data }), ...overrides };
  const running: RunningServer = await start(configuration, {
    engine: createLocalEngine(libraryOf(configuration.corpus)),
    ...setting,
  });
  const { port } = running.server.address();
  return { origin: `http://127.0.0.1:${port}`, data, close: () => running.close() };
}
