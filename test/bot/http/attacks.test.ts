import { existsSync, mkdtempSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { sign } from 'jsonwebtoken';
import { WebSocket } from 'ws';
import { DirectLineAdapter } from '../../../bot/directLine/adapter.js';
import { createConversations } from '../../../bot/directLine/conversation.js';
import { createTokens, signingKey } from '../../../bot/directLine/token.js';
import { createAccess, LIMITS, networkOf } from '../../../bot/http/access.js';
import { BodyError, readJson } from '../../../bot/http/body.js';
import { createMetrics } from '../../../bot/http/metrics.js';
import { createUnsent } from '../../../bot/http/unsent.js';
import { createLog } from '../../../bot/log.js';
import { createServer } from '../../../bot/server.js';
import { openStorage } from '../../../bot/storage/storage.js';
import { understand } from '../../../dialogs/understand/understand.js';
import { loadCorpus } from '../../../indexer/read/corpus.js';
import { type RunningBot, startBot } from '../../support/bot.js';
import { openBrowser } from '../../support/browser.js';
import { shareBundle } from '../../support/bundle.js';
import { call, openChat } from '../../support/directLine.js';
import { seedCorpus } from '../../support/library.js';

const TOKEN = 'a-token-of-16-and-more';
const lines: string[] = [];
const log = createLog('info', { write: (line: string) => void lines.push(line) });
const openSocket = (url: string, headers: Record<string, string> = {}): Promise<WebSocket> =>
  new Promise((resolve, reject) => {
    const socket = new WebSocket(url, { headers });
    socket.on('open', () => resolve(socket));
    socket.on('error', reject);
  });
const closed = (socket: WebSocket): Promise<number> => new Promise((resolve) => socket.on('close', resolve));

/** What a slow client sends before it falls silent. */
const SLOW = {
  'a head that never ends': 'POST /v3/directline/tokens/generate HTTP/1.1\r\nHost: x\r\nX-A: ',
  'a body that never comes':
    'POST /v3/directline/conversations HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{',
};

describe('what strangers try', () => {
  let bot: RunningBot;
  /** Slow clients; they are hung up on while the others try. */
  let slow: ReadonlyMap<string, Promise<string>>;
  beforeAll(async () => {
    bot = await startBot(
      {
        data: await shareBundle(),
        trustedProxies: ['127.0.0.2'],
        metricsToken: TOKEN,
        limits: { ...LIMITS, requests: 100_000, conversations: 500, messages: 30 },
      },
      { log },
    );
    slow = new Map(Object.entries(SLOW).map(([what, bytes]) => [what, raw(bytes)]));
  });
  afterAll(() => bot.close());
  const lives = async () => expect((await fetch(`${bot.origin}/healthz`)).status).toBe(200);
  /** Bytes on a plain connection, and what comes back until it is closed. */
  const raw = (bytes: string): Promise<string> =>
    new Promise((resolve) => {
      const { hostname, port } = new URL(bot.origin);
      const socket = connect(Number(port), hostname, () => socket.write(bytes));
      let answer = '';
      socket.on('data', (chunk) => (answer += String(chunk)));
      socket.on('close', () => resolve(answer));
      socket.on('error', () => resolve(answer));
    });

  describe('bodies', () => {
    it.each([
      ['gzip that is none', Buffer.from('not gzip'), 'gzip'],
      ['a gzip bomb', gzipSync(Buffer.alloc(50_000_000)), 'gzip'],
      ['deflate', Buffer.from('x'), 'deflate'],
    ])('%s is turned away unread, at every door', async (_, body, encoding) => {
      const { token, id } = await openChat(bot.origin);
      for (const path of ['/tokens/generate', '/tokens/refresh', '/conversations', `/conversations/${id}/activities`]) {
        const response = await fetch(`${bot.origin}/v3/directline${path}`, {
          method: 'POST',
          headers: {
            authorization: `Bearer ${token}`,
            'content-type': 'application/json',
            'content-encoding': encoding,
          },
          body: new Uint8Array(body),
        }).catch(() => ({ status: 0 }));
        if (path.endsWith('activities')) expect([415, 413, 0]).toContain(response.status);
      }
      await lives();
    });

    it.each([
      ['__proto__', '{"type":"message","value":{"__proto__":{"polluted":1}}}'],
      [
        '3,000 keys',
        JSON.stringify({ type: 'message', value: Object.fromEntries(Array.from({ length: 3000 }, (_, i) => [i, i])) }),
      ],
      ['nesting', `{"type":"message","value":${'['.repeat(30_000)}${']'.repeat(30_000)}}`],
      ['bytes that are no UTF-8', Buffer.from([0x22, 0xff, 0xfe, 0x22]).toString('latin1')],
    ])('%s is refused', async (_, body) => {
      const chat = await openChat(bot.origin);
      const { status } = await call(bot.origin, `/conversations/${chat.id}/activities`, { token: chat.token, body });
      expect(status).toBe(400);
      expect(({} as { polluted?: number }).polluted).toBeUndefined();
    });

    it('what a client has no business to say is dropped, and takes no room', async () => {
      const chat = await openChat(bot.origin);
      const { status } = await chat.send({
        type: 'event',
        name: '张三 13812345678',
        value: { numbers: '13812345678 '.repeat(4000) },
        channelData: { clientActivityID: 'c', phone: '13812345678' },
        entities: [null],
        locale: '13812345678',
        from: { id: 'admin', role: 'bot' },
        serviceUrl: 'https://evil.example',
      });
      expect(status).toBe(200);
      const [event] = (await chat.log()).filter(({ type }) => type === 'event') as unknown as Record<string, unknown>[];
      expect(event).toMatchObject({ channelData: { clientActivityID: 'c' }, from: { role: 'user' } });
      expect(JSON.stringify(event)).not.toMatch(/13812345678|张三|admin|evil/);
      const mention = { type: 'message', text: '怎么联系?', entities: [{ '@type': 'mention', '@id': 'x' }] };
      expect((await chat.ask(mention)).text).toContain('022');
      expect((await chat.ask({ type: 'message', text: '怎么联系?', entities: [{}, null] })).text).toContain('022');
    });

    it('whatever the bytes, they are read as JSON or refused, never more', async () => {
      const requestOf = (chunks: Uint8Array[]) =>
        Object.assign(Readable.from(chunks.map((chunk) => Buffer.from(chunk))), {
          headers: {},
        }) as unknown as IncomingMessage;
      await fc.assert(
        fc.asyncProperty(
          fc.oneof(
            fc.array(fc.uint8Array({ maxLength: 60 }), { maxLength: 4 }),
            fc.json().map((text) => [new TextEncoder().encode(text)]),
          ),
          async (chunks) => {
            try {
              await readJson(requestOf(chunks));
            } catch (error) {
              expect(error).toBeInstanceOf(BodyError);
            }
          },
        ),
        { numRuns: 300 },
      );
    });
  });

  describe('paths', () => {
    it.each([
      '/assets/..%2f..%2f..%2fpackage.json',
      '/assets/%2e%2e%2fpage.js',
      '/assets/page.js%00',
      '/replies/..%2f..%2fetc%2fpasswd',
      '/replies/%E0%A4%A',
      '/assets/constructor',
    ])('%s leads nowhere', async (path) => {
      const answer = await raw(`GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
      expect(answer).toMatch(/^HTTP\/1\.1 40[04]/);
      expect(answer).not.toMatch(/root:|"name"|node_modules/);
      await lives();
    });

    it.each(['//', '/\\', 'http://[', '*', '/%'])('an upgrade to %s is refused and kills nobody', async (path) => {
      const answer = await raw(
        `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`,
      );
      expect(answer).toMatch(/^HTTP\/1\.1 4\d\d/);
      await lives();
    });

    it('an id that is a path is a name and no place', async () => {
      const tokens = createTokens(signingKey(bot.data));
      const conversation = '../../../outside';
      const token = tokens.issue({ conversation, user: 'dl_x' }, 'dl');
      await call(bot.origin, '/conversations', { token, body: {} });
      expect(existsSync(join(bot.data, 'conversations', `${conversation}.jsonl`))).toBe(false);
    });

    it('a link in the corpus is not followed, whatever it is called', () => {
      const corpus = mkdtempSync(join(tmpdir(), 'corpus-'));
      const secret = join(mkdtempSync(join(tmpdir(), 'secret-')), 'secret.txt');
      writeFileSync(secret, '王某代表:\n不可外传。');
      writeFileSync(join(corpus, 'a.txt'), '王某代表:\n您的建议收悉。\n');
      symlinkSync(secret, join(corpus, 'b.txt'));
      symlinkSync(secret, join(corpus, 'a.phrasings.txt'));
      const { replies, phrasings } = loadCorpus(corpus);
      expect(replies.map(({ id }) => id)).toEqual(['a']);
      expect(phrasings.size).toBe(0);
    });
  });

  describe('tokens of our own interface', () => {
    const grant = { conv: 'aaaaaaaa-0000', user: 'dl_x', use: 'dl' };
    const now = () => Math.floor(Date.now() / 1000);
    const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const signed = (claims: object, key: Buffer, algorithm: 'HS256' | 'HS384' | 'HS512' = 'HS256') =>
      sign({ iat: now(), exp: now() + 600, ...claims }, key, { algorithm });
    const unsigned = (head: object, signature = '') =>
      `${part(head)}.${part({ ...grant, iat: now(), exp: now() + 600 })}.${signature}`;
    const key = () => signingKey(bot.data);
    /** The good token with one part changed. */
    const altered = (change: (parts: string[]) => string[]) => change(signed(grant, key()).split('.')).join('.');
    const FORGED: readonly (readonly [string, () => string])[] = [
      ['nothing', () => ''],
      ['a word', () => 'x'],
      ['dots', () => '..'],
      ['three dots', () => '...'],
      ['four parts', () => `${signed(grant, key())}.x`],
      ['two parts', () => signed(grant, key()).split('.').slice(0, 2).join('.')],
      ['no signature', () => altered(([head, body]) => [head!, body!, ''])],
      ['a signature cut short', () => altered(([head, body, mark]) => [head!, body!, mark!.slice(0, -4)])],
      ['another signature', () => altered(([head, body]) => [head!, body!, 'A'.repeat(43)])],
      ['another body', () => altered(([head, , mark]) => [head!, part({ ...grant, conv: 'bbbbbbbb-0000' }), mark!])],
      ['another head', () => altered(([, body, mark]) => [part({ alg: 'HS256', typ: 'JWT', kid: '1' }), body!, mark!])],
      ['alg none', () => unsigned({ alg: 'none' })],
      ['alg None', () => unsigned({ alg: 'None' })],
      ['alg NONE', () => unsigned({ alg: 'NONE' }, 'x')],
      ['no alg', () => unsigned({ typ: 'JWT' })],
      ['alg null', () => unsigned({ alg: null })],
      ['alg RS256 with our key', () => unsigned({ alg: 'RS256' }, 'AAAA')],
      ['HS384', () => signed(grant, key(), 'HS384')],
      ['HS512', () => signed(grant, key(), 'HS512')],
      ['an empty key', () => signed(grant, Buffer.alloc(32))],
      ['another key', () => signed(grant, Buffer.alloc(32, 1))],
      ['the key in base64', () => signed(grant, Buffer.from(key().toString('base64')))],
      ['the key in hex', () => signed(grant, Buffer.from(key().toString('hex')))],
      ['a head that names a key', () => unsigned({ alg: 'HS256', jwk: { kty: 'oct', k: 'AA' } }, 'AAAA')],
      ['a head that names an address', () => unsigned({ alg: 'HS256', jku: 'http://127.0.0.1/' }, 'AAAA')],
      ['expired', () => signed({ ...grant, iat: now() - 4000, exp: now() - 2000 }, key())],
      ['not yet good', () => signed({ ...grant, nbf: now() + 600 }, key())],
      ['of a stream', () => signed({ ...grant, use: 'ws' }, key())],
      ['of no use', () => signed({ conv: grant.conv, user: grant.user }, key())],
      ['of all uses', () => signed({ ...grant, use: ['dl', 'ws'] }, key())],
      ['no conversation', () => signed({ user: 'dl_x', use: 'dl' }, key())],
      ['a conversation that is a number', () => signed({ ...grant, conv: 1 }, key())],
      ['a conversation that is a list', () => signed({ ...grant, conv: ['aaaaaaaa-0000'] }, key())],
      ['no user', () => signed({ conv: grant.conv, use: 'dl' }, key())],
      ['of another conversation', () => signed({ ...grant, conv: 'bbbbbbbb-0000' }, key())],
      ['line ends', () => `${signed(grant, key())}%0d%0aX: y`],
    ];

    it.each(FORGED)('%s opens nothing', async (_, token) => {
      const path = '/conversations/aaaaaaaa-0000/activities';
      const { status } = await call(bot.origin, path, { token: token(), method: 'GET' });
      expect([401, 403]).toContain(status);
    });

    it('and a good one opens its conversation', async () => {
      const path = '/conversations/aaaaaaaa-0000/activities';
      const { status } = await call(bot.origin, path, { token: signed(grant, key()), method: 'GET' });
      expect(status).toBe(200);
      expect(FORGED.length).toBeGreaterThanOrEqual(35);
    });
  });

  describe('origins', () => {
    it('a page of elsewhere begins no conversation and opens no socket', async () => {
      const headers = { origin: 'https://evil.example' };
      expect((await call(bot.origin, '/tokens/generate', { headers })).status).toBe(403);
      expect((await call(bot.origin, '/tokens/generate', { headers: { origin: 'null' } })).status).toBe(403);
      const { streamUrl } = await openChat(bot.origin);
      await expect(openSocket(streamUrl, { Origin: 'https://evil.example' })).rejects.toThrow('403');
      (await openSocket(streamUrl, { Origin: bot.origin })).close();
    });
  });

  describe('floods', () => {
    it('of messages: the 31st of a minute in one conversation is told when to come again', async () => {
      const { send } = await openChat(bot.origin);
      const posts = await Promise.all(Array.from({ length: 31 }, () => send({ type: 'typing' })));
      const refused = posts.filter(({ status }) => status === 429) as unknown as { headers: Headers }[];
      expect(refused).toHaveLength(1);
      expect(Number(refused[0]!.headers.get('retry-after'))).toBeGreaterThan(0);
    });

    it('of sockets: a fifth of one conversation is refused', async () => {
      const { id, token } = await openChat(bot.origin);
      const anew = async () =>
        (await call(bot.origin, `/conversations/${id}`, { token, method: 'GET' })).body['streamUrl'] as string;
      const sockets = [];
      for (let i = 0; i < 4; i++) sockets.push(await openSocket(await anew()));
      await expect(openSocket(await anew())).rejects.toThrow('429');
      for (const socket of sockets) socket.close();
    });

    it('of frames: whoever talks on a socket that only listens is cut off, and a large frame at once', async () => {
      const many = await openSocket((await openChat(bot.origin)).streamUrl);
      const manyClosed = closed(many);
      for (let i = 0; i < 60; i++) many.send('');
      await manyClosed;
      const large = await openSocket((await openChat(bot.origin)).streamUrl);
      const largeClosed = closed(large);
      large.send('x'.repeat(5000));
      expect([1006, 1009]).toContain(await largeClosed);
      await lives();
    });

    it('of conversations and requests from one address; a proxy that is not trusted cannot lend another', async () => {
      const small = await startBot({
        data: await shareBundle(),
        limits: { ...LIMITS, conversations: 3, requests: 20 },
      });
      try {
        const begin = (from: string) =>
          call(small.origin, '/tokens/generate', { headers: { 'x-forwarded-for': from } }).then(({ status }) => status);
        const begun = [];
        for (let i = 0; i < 5; i++) begun.push(await begin(`10.0.0.${i}`));
        expect(begun).toEqual([200, 200, 200, 429, 429]);
        const asked = [];
        for (let i = 0; i < 20; i++) asked.push((await fetch(`${small.origin}/healthz`)).status);
        expect(asked.filter((status) => status === 429)).toHaveLength(5);
      } finally {
        await small.close();
      }
    });

    it.each([
      ['10.0.0.1', '10.0.0.1'],
      ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
      ['2001:db8::1', '2001:db8:0:0::/64'],
      ['::ffff:10.0.0.1', '10.0.0.1'],
    ])('the address %s is counted as %s: whoever has IPv6 has a network of it', (address, network) => {
      expect(networkOf(address)).toBe(network);
    });

    it('behind a trusted proxy each address is counted by itself', async () => {
      const small = await startBot({
        data: await shareBundle(),
        trustedProxies: ['127.0.0.1'],
        limits: { ...LIMITS, conversations: 1 },
      });
      try {
        const begin = (from: string) =>
          call(small.origin, '/tokens/generate', { headers: { 'x-forwarded-for': from } }).then(({ status }) => status);
        expect([await begin('10.0.0.1'), await begin('10.0.0.1'), await begin('10.0.0.2')]).toEqual([200, 429, 200]);
        const { body } = await call(small.origin, '/tokens/generate', {
          headers: { 'x-forwarded-for': '10.0.0.3', 'x-forwarded-proto': 'https' },
        });
        const { body: begun } = await call(small.origin, '/conversations', {
          token: body['token'] as string,
          body: {},
          headers: { 'x-forwarded-proto': 'https' },
        });
        expect(begun['streamUrl']).toMatch(/^wss:/);
        // What stands left of the last address is the client's own to write.
        expect(await begin('10.9.9.9, 10.0.0.1')).toBe(429);
      } finally {
        await small.close();
      }
    });
  });

  describe('questions', () => {
    it('of 300 words are read in part: at most 32 terms of 500 characters', () => {
      const { terms } = understand('企业融资担保基金上市补贴园区人才专利技术'.repeat(100), seedCorpus());
      expect(terms.length).toBeLessThanOrEqual(32);
    });

    it.each([
      '*'.repeat(3900),
      '('.repeat(3900),
      '多少'.repeat(1900),
      '第一条'.repeat(1300),
      '那'.repeat(3900),
      'zhongguo '.repeat(400),
      '\u202e\u0000\ufeff\ud800',
      '`'.repeat(3900),
    ])('%.12s… gets an answer', async (text) => {
      const reply = await (await openChat(bot.origin)).ask(text);
      expect(reply.type).toBe('message');
    });

    it('leave nothing in the log but how they ended: no words, no line of their own', async () => {
      lines.length = 0;
      const { ask } = await openChat(bot.origin);
      await ask('天使投资\n{"level":50,"msg":"forged"}\r\n\u001b[31m13812345678');
      const turns = lines.map((line) => JSON.parse(line) as { msg: string; outcome?: string });
      expect(turns.find(({ msg }) => msg === '完成一次问答')).toMatchObject({
        channel: 'directline',
        outcome: expect.any(String),
      });
      expect(lines.join('')).not.toMatch(/forged|天使|138123/);
    });
  });

  describe('words with markup in them', () => {
    const ATTACKS = [
      '<img src=x onerror="document.title=1">',
      '<script>document.title=1</script>',
      '[点这里](javascript:document.title=1)',
      '![x](https://evil.example/p.png)',
      '<svg onload="document.title=1">',
      '[1]: cite:1 "x"',
      '&lt;b&gt;',
      '"onmouseover="document.title=1',
    ];

    it('in a letter or a question are shown as they stand, and none of it runs', async () => {
      const corpus = mkdtempSync(join(tmpdir(), 'corpus-'));
      writeFileSync(
        join(corpus, 'a.txt'),
        [
          '王某代表:',
          `您提出的《关于${ATTACKS[0]}的建议》收悉。现答复如下:`,
          ...ATTACKS.map(
            (attack, i) => `${'一二三四五六七八'[i]}、推进路灯改造。第${i + 1}批路灯改造采用${attack}方案。`,
          ),
          '市住建局',
          '2023年5月1日',
        ].join('\n'),
      );
      const other = await startBot({ data: await shareBundle(), corpus });
      const browser = await openBrowser();
      try {
        const page = await browser.newPage({ locale: 'zh-CN' });
        const complaints: string[] = [];
        page.on('console', (message) => void (message.type() === 'error' && complaints.push(message.text())));
        await page.goto(other.origin);
        const box = page.locator('[data-id="webchat-sendbox-input"]');
        await box.waitFor();
        for (const attack of ATTACKS) {
          const before = await page.locator('.webchat__bubble').count();
          await box.fill(`路灯改造采用${attack}方案吗`);
          await box.press('Enter');
          await page.waitForFunction(
            (count) => document.querySelectorAll('.webchat__bubble').length >= count + 2,
            before,
          );
        }
        await expect(page.title()).resolves.toBe('答复通');
        const harmful =
          'script, svg[onload], [onerror], img[src^="http"], img[src="x"], a[href^="javascript"], [onmouseover]';
        const found = await page
          .locator('.webchat__bubble')
          .locator(harmful)
          .evaluateAll((all) => all.map(({ outerHTML, parentElement }) => outerHTML + parentElement?.outerHTML));
        expect(found).toEqual([]);
        const shown = (await page.locator('.webchat__bubble').allInnerTexts()).join('\n');
        for (const attack of ATTACKS) expect(shown).toContain(`采用${attack}方案`);
        await page.goto(`${other.origin}/replies/a`);
        await expect(page.locator('script, img').count()).resolves.toBe(0);
        expect(complaints).toEqual([]);
      } finally {
        await browser.close();
        await other.close();
      }
    }, 60_000);
  });

  it('outsiders are told a number where something fails, operators what it was', async () => {
    lines.length = 0;
    const conversations = createConversations(openStorage().conversations);
    const { server, close } = createServer({
      directLine: {
        adapter: new DirectLineAdapter(conversations),
        conversations,
        tokens: createTokens(Buffer.alloc(32)),
        logic: async () => {},
        unsent: createUnsent(LIMITS.unsentOfAddress, LIMITS.unsent),
      },
      access: createAccess(),
      log,
      metrics: createMetrics(),
      holdings: () => ({ replies: 0, passages: 0, segmenter: '', corpus: '' }),
      unready: () => undefined,
      page: () => {
        throw new Error('the inside');
      },
      retentionDays: 1,
      embedOrigins: [],
      assets: new Map(),
    });
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    const response = await fetch(`http://127.0.0.1:${server.address().port}/replies`);
    const body = await response.text();
    await close();
    expect(response.status).toBe(500);
    expect(body).not.toMatch(/the inside|\.js/);
    const id = /\((\w{8})\)/.exec(body)![1];
    expect(lines.map((line) => JSON.parse(line) as object)).toContainEqual(
      expect.objectContaining({ id, err: expect.objectContaining({ message: 'the inside' }) }),
    );
  });

  it('the metrics are for whoever has their token', async () => {
    const direct = await fetch(`${bot.origin}/metrics`, { headers: { authorization: `Bearer ${TOKEN}` } });
    expect(direct.status).toBe(200);
    const text = await direct.text();
    expect(text).toMatch(/dafutong_turns_total\{channel="directline",outcome="\w+"\} \d+/);
    expect(text).toMatch(/dafutong_refused_total\{reason="origin"\} \d+/);
    expect((await fetch(`${bot.origin}/metrics`)).status).toBe(401);
  });

  it('every answer bears the headers that keep it to itself', async () => {
    const { headers } = await fetch(bot.origin);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
    expect(headers.get('content-security-policy')).toMatch(/default-src 'none'.*frame-ancestors 'self'$/);
    expect(headers.get('x-powered-by')).toBeNull();
  });

  it('the data folder shows its key to nobody else', () => {
    expect(readdirSync(bot.data)).toContain('signing.key');
    expect(readFileSync(join(bot.data, 'signing.key'), 'utf8')).toMatch(/^[\w+/=]{44}$/);
  });

  it.each(Object.keys(SLOW))(
    '%s is hung up on',
    async (what) => {
      // Resolves only when the server closes; the test's own time would run out first.
      await slow.get(what);
      await lives();
    },
    25_000,
  );
});
