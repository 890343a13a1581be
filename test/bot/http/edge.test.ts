import { connect } from 'node:net';
import { WebSocket } from 'ws';
import { isOurName } from '../../../bot/http/edge.js';
import { createLog } from '../../../bot/log.js';
import { type RunningBot, startBot } from '../../support/bot.js';
import { shareBundle } from '../../support/bundle.js';
import { call, openChat } from '../../support/directLine.js';
import { lettersAt } from '../../support/engine.js';
import { type BotProcess, freePort, startProcess } from '../../support/process.js';

const METRICS_TOKEN = 'a-token-of-16-and-more';
const END = '\r\n\r\n';
const get = (target: string, host = 'x', more = '') =>
  `GET ${target} HTTP/1.1\r\nHost: ${host}\r\n${more}Connection: close${END}`;
const post = (path: string, headers: string, body: string) =>
  `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n${headers}Connection: close${END}${body}`;
const upgrade = (target: string, host = 'x', more = 'Sec-WebSocket-Version: 13\r\n') =>
  `GET ${target} HTTP/1.1\r\nHost: ${host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n${more}\r\n`;
const STREAM = '/v3/directline/conversations/aaaaaaaa-0000/stream';

const HOSTS = [
  'a:99999',
  '[',
  '%',
  'a b',
  '[::1',
  ']',
  'a:b',
  ':',
  'a/b',
  'a@b',
  'a?b',
  'a#b',
  '汉',
  '\x01',
  '..:1:2',
  '<x>',
  'a\\b',
];
const TARGETS = [
  'http://[::1',
  'http://',
  'https://',
  'http://a:99999/',
  'http:///',
  'x',
  '*',
  '//',
  '///',
  '/\\',
  '/%',
  '/%zz',
  '/%E0%A4%A',
  '/\x7f',
  '/replies/%00',
  '/replies/%2e%2e%2f',
  '/?%',
  '/a?m=%E0',
  'ftp://x/',
  'javascript:1',
  '/'.repeat(5000),
  `/${'a/'.repeat(3000)}`,
  `/?${'a=1&'.repeat(3000)}`,
];
const HEADS = [
  'GET / HTTP/1.1\r\n\r\n',
  'GET / HTTP/9.9\r\nHost: x\r\n\r\n',
  'GET  / HTTP/1.1\r\nHost: x\r\n\r\n',
  'GET /\r\n\r\n',
  '\r\n\r\n\r\n',
  '\x16\x03\x01\x02\x00\x01\x00',
  'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
  `TRACE / HTTP/1.1\r\nHost: x${END}`,
  `CONNECT a:443 HTTP/1.1\r\nHost: x${END}`,
  `OPTIONS * HTTP/1.1\r\nHost: x\r\nConnection: close${END}`,
  `FOO / HTTP/1.1\r\nHost: x${END}`,
  `HEAD / HTTP/1.1\r\nHost: [\r\nConnection: close${END}`,
  `GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\nConnection: close${END}`,
  `GET / HTTP/1.1\r\nHost: x\r\nX: ${'a'.repeat(20_000)}${END}`,
  `GET / HTTP/1.1\r\nHost: x\r\nExpect: nonsense\r\nConnection: close${END}`,
  `GET / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nConnection: close${END}`,
  `POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nContent-Length: 3${END}0\r\n\r\n`,
  `POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked${END}zz\r\n`,
  `POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1${END}`,
  get('/', 'x', 'Range: bytes=0-99999999999\r\n'),
  get('/', 'x', 'Accept-Encoding: br;q=0, gzip;q=2, *;q=x\r\n'),
  get('/', 'x', 'Accept: ;;;,,,q\r\n'),
  get('/', 'x', 'Accept-Version: ~1.x || >\r\n'),
  get('/', 'x', 'Cookie: dafutong=; =; ;;; dafutong\r\n'),
  get('/', 'x', 'X-Forwarded-For: , , 999.1.1.1, [::\r\nX-Forwarded-Proto: ://\r\n'),
  get('/', 'x', 'Upgrade: h2c\r\nHTTP2-Settings: x\r\n'),
  post('/v3/directline/tokens/refresh', `Authorization: Bearer ${'a.'.repeat(2000)}\r\nContent-Length: 0\r\n`, ''),
  post('/v3/directline/conversations', 'Content-Length: 5\r\n', '{'),
  post('/api/messages', 'Content-Length: 2\r\n', '{}'),
];
const UPGRADES = [
  ...['a:99999', '[', '%'].map((host) => upgrade(STREAM, host)),
  ...['//', 'http://[', '*', '/%', 'http://'].map((target) => upgrade(target)),
  upgrade(`${STREAM}?t=${'x'.repeat(4000)}`),
  upgrade(`${STREAM}?t=%&watermark=%E0%A4%A`),
  upgrade(STREAM, 'x', ''),
  upgrade(STREAM, 'x', 'Sec-WebSocket-Version: 99\r\n'),
  upgrade(STREAM, 'x', 'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Extensions: permessage-deflate; x="\r\n'),
  upgrade(STREAM, 'x', 'Sec-WebSocket-Version: 13\r\nOrigin: http://[\r\n'),
];
/** Bytes after a good handshake that are no good frames: reserved bits, unknown kinds, no mask, fragments out of turn. */
const FRAMES = [
  'f1fe',
  'ff80',
  '8b80',
  '8101',
  '827f0000000000ffffff',
  '8900',
  '89fe',
  '88828888888800',
  '0080',
  '80808080',
  '81ff7fffffffffffffff00000000',
  '88818888888800',
  'c18100000000ff',
  '818400000000ffffffff',
].map((hex) => Buffer.from(hex, 'hex'));

describe('what is no request', () => {
  let bot: BotProcess;
  beforeAll(async () => {
    bot = await startProcess({
      PORT: String(await freePort()),
      DATA_DIR: await shareBundle(),
      METRICS_TOKEN,
      LIMIT_REQUESTS: '100000',
      CORPUS_DIR: lettersAt('03-towpath'),
    });
  });
  afterAll(() => bot.kill('SIGKILL'));

  /** Bytes on a plain connection, and what comes back until it is closed, or for so long in milliseconds. */
  const raw = (bytes: string | Buffer, most = 400, then?: Buffer): Promise<string> =>
    new Promise((resolve) => {
      const { hostname, port } = new URL(bot.origin);
      const socket = connect(Number(port), hostname, () => socket.write(bytes));
      let answer = '';
      const timer = setTimeout(() => socket.destroy(), most);
      socket.on('data', (chunk) => {
        if (answer === '' && then) socket.write(then);
        answer += String(chunk);
      });
      socket.on('error', () => {});
      socket.on('close', () => {
        clearTimeout(timer);
        resolve(answer);
      });
    });
  const lives = async () => expect((await fetch(`${bot.origin}/healthz`)).status).toBe(200);

  it.each(HOSTS)('Host: %j is answered with 400', async (host) => {
    expect(await raw(get('/', host))).toMatch(/^HTTP\/1\.1 400/);
    await lives();
  });

  it.each(TARGETS.map((target) => [target.slice(0, 40), target]))('the target %j ends nothing', async (_, target) => {
    expect(await raw(get(target))).toMatch(/^(HTTP\/1\.1 (200|400|404|405|414|431)|$)/);
    await lives();
  });

  it.each(HEADS.map((head) => [head.slice(0, 90), head]))('%j ends nothing', async (_, head) => {
    expect(await raw(head)).not.toMatch(/^HTTP\/1\.1 5(?!05)/);
    await lives();
  });

  it.each(UPGRADES.map((head) => [head.slice(0, 90), head]))('the upgrade %j is refused', async (_, head) => {
    expect(await raw(head)).toMatch(/^HTTP\/1\.1 4\d\d/);
    await lives();
  });

  it.each(FRAMES.map((frame) => [frame.toString('hex'), frame] as const))(
    'the frame %s closes its socket',
    async (_, frame) => {
      const { pathname, search } = new URL((await openChat(bot.origin)).streamUrl);
      expect(await raw(upgrade(pathname + search, new URL(bot.origin).host), 1500, frame)).toMatch(/^HTTP\/1\.1 101/);
      await lives();
    },
  );

  it('is counted with what else went wrong, and none of it ended the process', async () => {
    const text = await (
      await fetch(`${bot.origin}/metrics`, { headers: { authorization: `Bearer ${METRICS_TOKEN}` } })
    ).text();
    expect(text).not.toMatch(/dafutong_failures_total\{where="process"\}/);
    expect(HOSTS.length + TARGETS.length + HEADS.length + UPGRADES.length + FRAMES.length).toBeGreaterThanOrEqual(60);
  });
});

describe('what throws inside', () => {
  const lines: string[] = [];
  const log = createLog('error', { write: (line: string) => void lines.push(line) });
  let bot: RunningBot;
  beforeAll(async () => {
    const broken = async () => {
      throw new Error('the inside');
    };
    bot = await startBot(
      { data: await shareBundle(), metricsToken: METRICS_TOKEN },
      {
        log,
        engine: {
          answer: broken,
          greeting: broken,
          search: broken,
          page: broken,
          holdings: { replies: 0, passages: 0, segmenter: '', corpus: '' },
          generation: 0,
          close() {},
        },
      },
    );
  });
  afterAll(() => bot.close());
  const failures = async () =>
    /dafutong_failures_total\{where="\w+"\} \d+(?:\ndafutong_failures_total\{where="\w+"\} \d+)*/.exec(
      await (await fetch(`${bot.origin}/metrics`, { headers: { authorization: `Bearer ${METRICS_TOKEN}` } })).text(),
    )?.[0];

  it('a turn is logged once with its place, counted, and answered with a number', async () => {
    const chat = await openChat(bot.origin);
    lines.length = 0;
    const { text } = await chat.ask('怎么联系?');
    const [, id] = /编号 (\w{8})/.exec(text!)!;
    expect(lines.map((line) => JSON.parse(line) as object)).toEqual([
      expect.objectContaining({ id, where: 'turn', err: expect.objectContaining({ message: 'the inside' }) }),
    ]);
    expect(await failures()).toContain('where="turn"} 2');
  });

  it('a request is logged once with its place, counted, and answered with a number', async () => {
    lines.length = 0;
    const response = await fetch(bot.origin);
    expect(response.status).toBe(500);
    const id = /\((\w{8})\)/.exec(await response.text())![1];
    expect(lines.map((line) => JSON.parse(line) as object)).toEqual([expect.objectContaining({ id })]);
    expect(await failures()).toContain('where="request"} 1');
  });

  it('a peer that hangs up in the midst of a body is nobody’s fault', async () => {
    const { id, token } = await openChat(bot.origin);
    lines.length = 0;
    const { hostname, port } = new URL(bot.origin);
    await new Promise<void>((resolve) => {
      const socket = connect(Number(port), hostname, () => {
        socket.write(
          `POST /v3/directline/conversations/${id}/activities HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\nContent-Type: application/json\r\nContent-Length: 1000${END}{"type":`,
        );
        setTimeout(() => {
          socket.destroy();
          resolve();
        }, 100);
      });
    });
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(lines).toEqual([]);
  });
});

describe('names, methods and caches', () => {
  let bot: RunningBot;
  beforeAll(async () => {
    bot = await startBot({ data: await shareBundle(), publicOrigin: 'https://bot.example.gov.cn' });
  });
  afterAll(() => bot.close());
  const status = (path: string, host: string, method = 'GET'): Promise<string> =>
    new Promise((resolve) => {
      const { hostname, port } = new URL(bot.origin);
      let answer = '';
      const socket = connect(Number(port), hostname, () =>
        socket.write(`${method} ${path} HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 0\r\nConnection: close${END}`),
      );
      socket.on('data', (chunk) => (answer += String(chunk)));
      socket.on('close', () => resolve(answer));
    });

  it.each([
    ['evil.example', false],
    ['bot.example.gov.cn.evil.example', false],
    ['evil.example:3978', false],
    ['bot.example.gov.cn', true],
    ['BOT.example.gov.cn', true],
    ['127.0.0.1:3978', true],
    ['[::1]:3978', true],
    ['dafutong', true],
    ['localhost:3978', true],
    ['', true],
  ])('the name %j can be ours: %s', (host, ours) => {
    expect(isOurName(host, new Set(['bot.example.gov.cn']))).toBe(ours);
  });

  it('a page that lets its own name lead here gets no token and no page, and is told what to set', async () => {
    for (const path of ['/', '/v3/directline/tokens/generate']) {
      const answer = await status(path, 'evil.example', path === '/' ? 'GET' : 'POST');
      expect(answer).toMatch(/^HTTP\/1\.1 421/);
      expect(answer).toContain('PUBLIC_ORIGIN');
    }
    expect(await status('/healthz', 'probe.cluster.local')).toMatch(/^HTTP\/1\.1 200/);
  });

  it('HEAD is answered as GET is, without a body', async () => {
    for (const path of ['/', '/replies', '/healthz', '/assets/page.js']) {
      const response = await fetch(bot.origin + path, { method: 'HEAD' });
      expect(response.status).toBe(200);
      expect(response.headers.get('content-type')).toBe((await fetch(bot.origin + path)).headers.get('content-type'));
      expect(await response.text()).toBe('');
    }
  });

  it('answers of the interface are kept by nobody', async () => {
    const { headers } = await call(bot.origin, '/tokens/generate');
    expect(headers.get('cache-control')).toBe('no-store');
    expect((await fetch(`${bot.origin}/healthz`)).headers.get('cache-control')).toBe('no-store');
    expect((await fetch(`${bot.origin}/none`)).headers.get('cache-control')).toBe('no-store');
    expect((await fetch(`${bot.origin}/assets/page.js`)).headers.get('cache-control')).toBe('no-cache');
  });
});

describe('tokens', () => {
  let bot: RunningBot;
  beforeAll(async () => {
    bot = await startBot({ data: await shareBundle() });
  });
  afterAll(() => bot.close());

  it('whose life is over are changed for fresh ones by the browser they were given to, and by nobody else', async () => {
    const { createTokens, signingKey } = await import('../../../bot/directLine/token.js');
    const { headers, body } = await call(bot.origin, '/tokens/generate');
    const [cookie, ...flags] = headers.get('set-cookie')!.split('; ');
    expect(flags).toEqual(expect.arrayContaining(['HttpOnly', 'SameSite=Strict', 'Path=/v3/directline/tokens']));
    const key = signingKey(bot.data);
    const grant = createTokens(key).check(body['token'] as string, 'dl');
    const ago = (hours: number) =>
      createTokens(key, () => new Date(Date.now() - hours * 3_600_000)).issue(grant as never, 'dl');
    const refresh = async (token: string, given?: string) =>
      (await call(bot.origin, '/tokens/refresh', { token, headers: given ? { cookie: given } : {} })).status;
    expect(await refresh(ago(3), cookie)).toBe(200);
    expect(await refresh(ago(3))).toBe(403);
    expect(await refresh(ago(3), 'dafutong=aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa')).toBe(403);
    expect(await refresh(ago(13), cookie)).toBe(403);
    expect(await refresh(body['token'] as string)).toBe(200);
  });

  it('of a stream are good for one socket at a time', async () => {
    const { streamUrl } = await openChat(bot.origin);
    const open = () =>
      new Promise<WebSocket>((resolve, reject) => {
        const socket = new WebSocket(streamUrl);
        socket.on('open', () => resolve(socket)).on('error', reject);
      });
    const first = await open();
    const closed = new Promise<number>((resolve) => first.on('close', resolve));
    const second = await open();
    expect(await closed).toBe(1000);
    expect(second.readyState).toBe(WebSocket.OPEN);
    second.close();
  });
});
