import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Activity } from 'botbuilder';
import { ConnectorClient, MicrosoftAppCredentials } from 'botframework-connector';
import { mendEntities } from '../../bot/teams.js';
import { type RunningBot, startBot } from '../support/bot.js';
import { shareBundle } from '../support/bundle.js';

const TEAMS = {
  appId: '00000000-0000-0000-0000-000000000001',
  appPassword: 'secret',
  tenantId: '00000000-0000-0000-0000-000000000002',
};
const message = {
  type: 'message',
  id: '1',
  text: '你好',
  channelId: 'msteams',
  serviceUrl: 'http://127.0.0.1:9/',
  from: { id: 'u' },
  recipient: { id: 'b' },
  conversation: { id: 'c' },
};

const post = (origin: string, body: unknown, authorization?: string) =>
  fetch(`${origin}/api/messages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(authorization && { authorization }) },
    body: JSON.stringify(body),
  });

describe('/api/messages', () => {
  it('is not there without an app id: an empty one would let everybody in', async () => {
    const bot = await startBot({ data: await shareBundle() });
    try {
      expect((await post(bot.origin, message)).status).toBe(404);
    } finally {
      await bot.close();
    }
  });

  describe('with an app id', () => {
    // The SDK reports a refused token on the console; that is the operators' to read.

    let bot: RunningBot;
    beforeAll(async () => {
      jest.spyOn(console, 'error').mockImplementation();
      bot = await startBot({ data: await shareBundle(), teams: TEAMS });
    });
    afterAll(async () => {
      jest.restoreAllMocks();
      await bot.close();
    });

    const forged = [
      'eyJhbGciOiJSUzI1NiIsImtpZCI6IngifQ',
      Buffer.from('{"iss":"https://api.botframework.com","aud":"x","exp":9999999999}').toString('base64url'),
      'c2ln',
    ].join('.');
    it.each([
      ['no token', message, undefined, 401],
      ['garbage', message, 'Bearer x', 401],
      ['a well-formed forged token', message, `Bearer ${forged}`, 401],
      ['no activity', {}, `Bearer ${forged}`, 400],
      ['a text that is no string', { ...message, text: {} }, `Bearer ${forged}`, 400],
    ])('refuses %s, telling nothing of the inside', async (_, body, authorization, status) => {
      const response = await post(bot.origin, body, authorization);
      expect(response.status).toBe(status);
      expect(await response.text()).not.toMatch(/stack|node_modules|jwt|signing/i);
    });
  });
});

describe('what goes to the connector', () => {
  it('keeps the fields of entities: the citation arrives whole', async () => {
    mendEntities();
    const bodies: string[] = [];
    const connector: Server = createServer((request: IncomingMessage, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        bodies.push(Buffer.concat(chunks).toString());
        response.setHeader('content-type', 'application/json');
        response.end('{"id":"1"}');
      });
    });
    await new Promise<void>((resolve) => void connector.listen(0, '127.0.0.1', resolve));
    const { port } = connector.address() as AddressInfo;
    const client = new ConnectorClient(new MicrosoftAppCredentials('', ''), { baseUri: `http://127.0.0.1:${port}` });
    const citation = [
      { '@type': 'Claim', position: 1, appearance: { '@type': 'DigitalDocument', name: '一', abstract: '原文' } },
    ];
    const entity = { type: 'https://schema.org/Message', '@type': 'Message', '@id': '', citation };
    await client.conversations.sendToConversation('c', {
      type: 'message',
      text: '答 [1]',
      entities: [entity],
    } as unknown as Activity);
    connector.close();
    expect((JSON.parse(bodies[0]!) as { entities: object[] }).entities).toEqual([entity]);
  });
});
