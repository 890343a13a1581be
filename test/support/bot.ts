import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Configuration, readConfiguration } from '../../bot/configuration.js';
import { type Setting, start } from '../../bot/main.js';
import type { RunningServer } from '../../bot/server.js';

export interface RunningBot {
  readonly origin: string;
  readonly data: string;
  close(): Promise<void>;
}

/** The real bot on a free port of this machine, with a data folder of its own. */
export async function startBot(overrides: Partial<Configuration> = {}, setting?: Setting): Promise<RunningBot> {
  const data = overrides.data ?? mkdtempSync(join(tmpdir(), 'bot-'));
  const running: RunningServer = await start(
    { ...readConfiguration({ PORT: '0', DATA_DIR: data }), ...overrides },
    setting,
  );
  const { port } = running.server.address();
  return { origin: `http://127.0.0.1:${port}`, data, close: () => running.close() };
}
