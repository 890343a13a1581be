import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import { HOME } from '../../../bot/configuration.js';
import { shareBundle } from '../../support/bundle.js';
import { openChat } from '../../support/directLine.js';
import { lettersAt } from '../../support/engine.js';
import { type BotProcess, freePort, startProcess } from '../../support/process.js';

/** What is tested hangs on no letter. */
const corpus = lettersAt('03-towpath');
const folder = () => mkdtempSync(join(tmpdir(), 'fault-'));

describe('the data folder of a process', () => {
  let data: string;
  let port: number;
  let bot: BotProcess;
  beforeAll(async () => {
    data = await shareBundle();
    chmodSync(data, 0o755);
    mkdirSync(join(data, 'index'), { mode: 0o755 });
    writeFileSync(join(data, 'index', 'index.json'), '', { mode: 0o644 });
    port = await freePort();
    bot = await startProcess({ PORT: String(port), DATA_DIR: data, CORPUS_DIR: corpus });
  });
  afterAll(() => bot.kill('SIGKILL'));

  it('and all in it is for its user alone, also where it was not before', async () => {
    expect(bot.output()).toContain('已收回权限');
    await (await openChat(bot.origin)).ask('怎么联系?');
    const open = (path: string): string[] => [
      ...((statSync(path).mode & 0o077) === 0 ? [] : [path]),
      ...(statSync(path).isDirectory() ? readdirSync(path).flatMap((name) => open(join(path, name))) : []),
    ];
    expect(open(data).filter((path) => !path.startsWith(join(data, 'webchat')))).toEqual([]);
  });

  it('is held by it; a second process is told who holds it', async () => {
    const second = startProcess({ PORT: String(await freePort()), DATA_DIR: data });
    await expect(second).rejects.toThrow(new RegExp(`正由进程 \\d+.*端口 ${port}.*使用`));
  });

  it('is left with 0 on SIGTERM, the sockets told that it will be back', async () => {
    const { streamUrl } = await openChat(bot.origin);
    const socket = new WebSocket(streamUrl);
    await new Promise((resolve) => socket.on('open', resolve));
    const closed = new Promise((resolve) => socket.on('close', resolve));
    expect(await bot.kill('SIGTERM')).toBe(0);
    expect(await closed).toBe(1012);
  });
});

describe('commands', () => {
  const run = (script: string, data: string, args: readonly string[] = []) =>
    spawnSync(process.execPath, [join(HOME, 'dist/bot/cli', script), ...args], {
      encoding: 'utf8',
      env: { ...process.env, DATA_DIR: data, CORPUS_DIR: corpus },
    });

  it('write for their user alone, whatever the shell’s mask', () => {
    const data = join(folder(), 'var');
    const out = join(folder(), 'report');
    expect(run('index.js', data).status).toBe(0);
    expect(run('report.js', data, ['--out', out]).status).toBe(0);
    const modeOf = (path: string) => statSync(path).mode & 0o777;
    expect([data, join(data, 'index'), out].map(modeOf)).toEqual([0o700, 0o700, 0o700]);
    const files = [data, join(data, 'index'), out].flatMap((at) => readdirSync(at).map((name) => join(at, name)));
    expect(files.filter((path) => (modeOf(path) & 0o077) !== 0)).toEqual([]);
    expect(files.length).toBeGreaterThan(5);
  });
});
