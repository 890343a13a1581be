import { WebSocket } from 'ws';
import { createTokens, signingKey } from '../../../bot/directLine/token.js';
import { type RunningBot, startBot } from '../../support/bot.js';
import { shareBundle } from '../../support/bundle.js';
import { type CallOptions, openChat, call as request, type Seen } from '../../support/directLine.js';

describe('Direct Line', () => {
  let bot: RunningBot;
  beforeAll(async () => {
    bot = await startBot({ data: await shareBundle() });
  });
  afterAll(() => bot.close());

  const call = (path: string, options: CallOptions = {}) => request(bot.origin, path, options);
  const begin = () => openChat(bot.origin);
  /** Listens on a socket until `count` messages of the bot have come. */
  const listen = (url: string, count: number): Promise<Seen[]> =>
    new Promise((resolve, reject) => {
      const seen: Seen[] = [];
      const socket = new WebSocket(url);
      socket.on('message', (data) => {
        seen.push(...(JSON.parse(String(data)) as { activities: Seen[] }).activities);
        if (seen.filter(({ from }) => from.role === 'bot').length >= count) {
          socket.close();
          resolve(seen);
        }
      });
      socket.on('error', reject);
    });

  it('greets in a new conversation, before or after the socket opens', async () => {
    const { status, streamUrl } = await begin();
    expect(status).toBe(201);
    const [greeting] = await listen(streamUrl, 1);
    expect(greeting!.text).toContain('关于更好的抓住机遇发展新兴产业推动创新驱动的建议');
  });

  it('echoes the question under its id, then answers with the quoted words in the entity', async () => {
    const { id, token, streamUrl } = await begin();
    const heard = listen(streamUrl, 2);
    const { body } = await call(`/conversations/${id}/activities`, {
      token,
      body: {
        type: 'message',
        text: '上市挂牌的科技企业累计多少家?',
        from: { id: 'someone-else' },
        channelData: { clientActivityID: 'c1' },
      },
    });
    const activities = await heard;
    const echo = activities.find(({ from }) => from.role === 'user')!;
    const answer = activities.at(-1)!;
    expect(echo.id).toBe(body['id']);
    expect(echo.channelData['clientActivityID']).toBe('c1');
    expect(echo.from.id).toMatch(/^dl_/);
    expect(answer.replyToId).toBe(echo.id);
    expect(answer.entities![0]!['@id']).toBe('');
    expect(answer.entities![0]!.citation![0]!.appearance.text).toContain('累计达963 家和598 家');
    expect(answer.text).toMatch(/\n\[1\]: cite:1 "/);
    const order = activities.map(({ channelData }) => Number(channelData['webchat:sequence-id']));
    expect(order).toEqual([...order].sort((a, b) => a - b));
  });

  it('takes a post sent twice once', async () => {
    const { id, token } = await begin();
    const body = { type: 'message', text: '你好', channelData: { clientActivityID: 'twice' } };
    const first = await call(`/conversations/${id}/activities`, { token, body });
    const second = await call(`/conversations/${id}/activities`, { token, body });
    expect(second.body['id']).toBe(first.body['id']);
  });

  it('goes on after a watermark, and from the start after an unknown one', async () => {
    const { id, token } = await begin();
    await call(`/conversations/${id}/activities`, { token, body: { type: 'message', text: '你好' } });
    await new Promise((resolve) => setTimeout(resolve, 200));
    const all = await call(`/conversations/${id}/activities`, { token, method: 'GET' });
    const texts = all.body['activities'] as Seen[];
    expect(texts).toHaveLength(3);
    const rest = await call(`/conversations/${id}/activities?watermark=1-2`, { token, method: 'GET' });
    expect(rest.body['activities']).toEqual(texts.slice(2));
    const again = await call(`/conversations/${id}/activities?watermark=9-99`, { token, method: 'GET' });
    expect(again.body['activities']).toHaveLength(3);
  });

  it('takes up a conversation it does not know, for a client with a valid token would hang on a 404', async () => {
    const tokens = createTokens(signingKey(bot.data));
    const token = tokens.issue({ conversation: 'aaaaaaaa-0000', user: 'dl_x' }, 'dl');
    const { status, body } = await call('/conversations/aaaaaaaa-0000?watermark=1-7', { token, method: 'GET' });
    expect(status).toBe(200);
    expect(body['streamUrl']).toContain('/conversations/aaaaaaaa-0000/stream');
  });

  it.each([
    ['no token', undefined, 401],
    ['garbage', 'abc.def.ghi', 403],
    [
      'alg none',
      `${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from('{"conv":"x","user":"y","use":"dl","exp":9999999999}').toString('base64url')}.`,
      403,
    ],
  ])('refuses %s', async (_, token, status) => {
    expect((await call('/conversations', { ...(token && { token }), body: {} })).status).toBe(status);
  });

  it('refuses an expired token, a foreign key, a stream token, and a token of another conversation', async () => {
    const grant = { conversation: 'aaaaaaaa-0001', user: 'dl_x' };
    const key = signingKey(bot.data);
    const expired = createTokens(key, () => new Date(Date.now() - 3_600_000)).issue(grant, 'dl');
    const foreign = createTokens(Buffer.alloc(32)).issue(grant, 'dl');
    const stream = createTokens(key).issue(grant, 'ws');
    const other = createTokens(key).issue(grant, 'dl');
    expect((await call('/conversations', { token: expired, body: {} })).body).toMatchObject({
      error: { code: 'TokenExpired' },
    });
    for (const token of [foreign, stream]) expect((await call('/conversations', { token, body: {} })).status).toBe(403);
    expect(
      (await call('/conversations/aaaaaaaa-0002/activities', { token: other, body: { type: 'message', text: 'x' } }))
        .status,
    ).toBe(403);
  });

  it.each([
    ['no JSON', '{', {}, 400],
    ['no activity', '[]', {}, 400],
    ['a text that is no string', { type: 'message', text: {} }, {}, 400],
    ['an invoke', { type: 'invoke' }, {}, 400],
    ['attachments', { type: 'message', attachments: [{}] }, {}, 400],
    ['4,001 characters', { type: 'message', text: '字'.repeat(4001) }, {}, 413],
    ['70 KB', { type: 'message', text: 'x', value: 'y'.repeat(70_000) }, {}, 413],
    ['a compressed body', { type: 'message', text: 'x' }, { 'content-encoding': 'gzip' }, 415],
    ['nesting', `{"type":"message","value":${'['.repeat(50)}${']'.repeat(50)}}`, {}, 400],
  ])('refuses %s and lives on', async (_, body, headers, status) => {
    const { id, token } = await begin();
    expect((await call(`/conversations/${id}/activities`, { token, body, headers })).status).toBe(status);
    expect(
      (await call(`/conversations/${id}/activities`, { token, body: { type: 'message', text: '你好' } })).status,
    ).toBe(200);
  });

  it('answers 4,000 characters and an empty message', async () => {
    const { id, token, streamUrl } = await begin();
    const heard = listen(streamUrl, 3);
    await call(`/conversations/${id}/activities`, { token, body: { type: 'message', text: '科'.repeat(4000) } });
    await call(`/conversations/${id}/activities`, { token, body: { type: 'message', text: '' } });
    expect((await heard).at(-1)!.text).toBe('请输入您的问题。');
  });

  it('refuses a socket without its own token', async () => {
    const { id } = await begin();
    await expect(
      listen(`${bot.origin.replace('http', 'ws')}/v3/directline/conversations/${id}/stream?t=x`, 1),
    ).rejects.toThrow('403');
  });

  it('says how much it has read', async () => {
    const health = (await (await fetch(`${bot.origin}/healthz`)).json()) as object;
    expect(health).toMatchObject({ status: 'ok', replies: 1, passages: 50 });
  });
});
