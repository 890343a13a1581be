import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { HOME } from '../../bot/configuration.js';

/** The built bot as a process of its own, which can be killed. */
export interface BotProcess {
  readonly origin: string;
  readonly pid: number;
  /** Ends with the process. */
  kill(signal: NodeJS.Signals): Promise<number | null>;
  readonly output: () => string;
}

/** Milliseconds a process may take to listen; more than it needs on a machine that others use as well. */
const PATIENCE = 60_000;

/** @throws Error with what the process said, where it ends or does not listen in time */
export async function startProcess(env: Readonly<Record<string, string>>): Promise<BotProcess> {
  const child: ChildProcess = spawn(process.execPath, [join(HOME, 'dist/bot/main.js')], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (output += String(chunk)));
  const ended = new Promise<number | null>((resolve) => child.on('exit', resolve));
  const origin = `http://127.0.0.1:${env['PORT']}`;
  for (const end = Date.now() + PATIENCE; ; await sleep(50)) {
    if (
      await fetch(`${origin}/healthz`).then(
        ({ ok }) => ok,
        () => false,
      )
    )
      break;
    if (Date.now() > end || child.exitCode !== null) {
      child.kill('SIGKILL');
      throw new Error(`the bot did not start:\n${output}`);
    }
  }
  return {
    origin,
    pid: child.pid!,
    kill: (signal) => {
      child.kill(signal);
      return ended;
    },
    output: () => output,
  };
}

/** Memory a process has in RAM, in MB; of Linux. */
export const residentMb = ({ pid }: BotProcess): number =>
  Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) / 1024;

/** A port nobody listens on. */
export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
