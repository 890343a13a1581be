import { mkdirSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createTokens, signingKey } from '../../../bot/directLine/token.js';
import { shareBundle } from '../../support/bundle.js';
import { call, openChat } from '../../support/directLine.js';
import { type BotProcess, freePort, residentMb, startProcess } from '../../support/process.js';

const MB = 2 ** 20;
const ID = 'aaaaaaaa-0000';
const READERS = 600;

/** A log of 20 MB, as the release before allowed. */
function writeLog(data: string): void {
  mkdirSync(join(data, 'conversations'));
  const line = `${JSON.stringify({ type: 'message', id: 'x', text: '字'.repeat(3500), from: { role: 'bot' } })}\n`;
  writeFileSync(
    join(data, 'conversations', `${ID}.jsonl`),
    line.repeat(Math.ceil((20 * MB) / Buffer.byteLength(line))),
  );
}

describe('peers that never read', () => {
  let bot: BotProcess;
  let data: string;
  const open: Socket[] = [];
  const tokens = () => createTokens(signingKey(data));
  const grant = { conversation: ID, user: 'dl_x' };
  beforeAll(async () => {
    data = await shareBundle();
    writeLog(data);
    const env = { LIMIT_REQUESTS: '1000000', LIMIT_SOCKETS: '1000', LIMIT_CONVERSATIONS: '10000' };
    bot = await startProcess({ PORT: String(await freePort()), DATA_DIR: data, ...env });
    await (await openChat(bot.origin)).ask('怎么联系?');
  }, 180_000);
  afterEach(() => {
    for (const socket of open.splice(0)) socket.destroy();
  });
  afterAll(() => bot.kill('SIGKILL'));

  const speak = (bytes: string): void => {
    const { hostname, port } = new URL(bot.origin);
    const socket = connect(Number(port), hostname, () => socket.write(bytes));
    socket.on('error', () => {});
    socket.pause();
    open.push(socket);
  };
  /** The largest the process became over what it was, in MB, while the peers leave everything unread. */
  const grown = async (begin: () => void): Promise<number> => {
    const idle = residentMb(bot);
    begin();
    let most = idle;
    for (let looks = 0; looks < 60; looks++) {
      await sleep(100);
      most = Math.max(most, residentMb(bot));
    }
    expect((await (await openChat(bot.origin)).ask('怎么联系?')).text).toContain('022');
    process.stdout.write(`peers that never read: ${idle.toFixed(0)} MB idle, ${most.toFixed(0)} MB at most\n`);
    return most - idle;
  };

  it(`of requests: ${READERS} of a log of 20 MB cost less than 400 MB`, async () => {
    const token = tokens().issue(grant, 'dl');
    const request = `GET /v3/directline/conversations/${ID}/activities HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\n\r\n`;
    expect(
      await grown(() => {
        for (let i = 0; i < READERS; i++) speak(request.repeat(20));
      }),
    ).toBeLessThan(400);
  }, 180_000);

  it(`of sockets: ${READERS} of conversations with 200 answers each cost less than 400 MB`, async () => {
    const key = tokens();
    expect(
      await grown(() => {
        for (let i = 0; i < READERS; i++) {
          const token = key.issue(grant, 'ws');
          speak(
            `GET /v3/directline/conversations/${ID}/stream?t=${token} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`,
          );
        }
      }),
    ).toBeLessThan(400);
  }, 180_000);

  it(`of pages: ${READERS} of the list of letters cost less than 400 MB`, async () => {
    expect(
      await grown(() => {
        for (let i = 0; i < READERS; i++) speak('GET / HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(50));
      }),
    ).toBeLessThan(400);
  }, 180_000);

  it('and those who do read have the whole log, a stretch at a time', async () => {
    const token = tokens().issue(grant, 'dl');
    let seen = 0;
    for (let watermark = ''; ; ) {
      const path = `/conversations/${ID}/activities?watermark=${watermark}`;
      const { body } = await call(bot.origin, path, { token, method: 'GET' });
      const activities = body['activities'] as unknown[];
      if (activities.length === 0) break;
      seen += activities.length;
      watermark = body['watermark'] as string;
    }
    expect(seen).toBeGreaterThan(1900);
  });
});
