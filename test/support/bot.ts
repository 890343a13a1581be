import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Configuration, readConfiguration } from '../../bot/configuration.js';
import { start } from '../../bot/main.js';
import type { RunningServer } from '../../bot/server.js';
import type { Cloud } from '../../bot/teams/messages.js';

export interface RunningBot {
  readonly origin: string;
  readonly data: string;
  close(): Promise<void>;
}

/** The real bot on a free port of this machine, with a data folder of its own. */
export async function startBot(overrides: Partial<Configuration> = {}, cloud?: Cloud): Promise<RunningBot> {
  const data = overrides.data ?? mkdtempSync(join(tmpdir(), 'bot-'));
  const running: RunningServer = await start(
    { ...readConfiguration({ PORT: '0', DATA_DIR: data }), ...overrides },
    cloud,
  );
  const { port } = running.server.address();
  return { origin: `http://127.0.0.1:${port}`, data, close: () => running.close() };
}
