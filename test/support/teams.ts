import { generateKeyPairSync } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Activity } from 'botbuilder';
import { ServiceClientCredentialsFactory } from 'botframework-connector';
import { sign } from 'jsonwebtoken';
import type { Cloud } from '../../bot/teams/messages.js';

export const TEAMS = {
  appId: '00000000-0000-0000-0000-000000000001',
  appPassword: 'secret',
  tenantId: '00000000-0000-0000-0000-000000000002',
};

/** The requests go out unsigned: the connector is ours. */
class Unsigned extends ServiceClientCredentialsFactory {
  override isValidAppId = async (appId: string) => appId === TEAMS.appId;
  override isAuthenticationDisabled = async () => false;
  override createCredentials = async () => ({ signRequest: async <T>(request: T) => request }) as never;
}

/** A message as it went over the wire. */
export interface Sent {
  readonly url: string;
  readonly body: Buffer;
  readonly activity: Activity & { readonly entities: readonly Record<string, unknown>[] };
}

/** What stands in for Teams: its keys, and a connector that records every byte it is sent. */
export interface FakeTeams {
  readonly origin: string;
  readonly cloud: Cloud;
  readonly sent: Sent[];
  /** A token as Teams signs it; claims may be altered. */
  token(claims?: object): string;
  /** A token of a key Teams does not have. */
  forged(): string;
  /** Posts an activity of a user to the bot. */
  post(bot: string, activity?: object, token?: string): Promise<Response>;
  /** Posts a message and waits for what is sent back. */
  ask(bot: string, text: string, more?: object): Promise<Sent>;
  close(): void;
}

const ISSUER = 'https://issuer.test';

export async function fakeTeams(): Promise<FakeTeams> {
  const key = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const sent: Sent[] = [];
  let origin = '';
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      response.setHeader('content-type', 'application/json');
      const url = request.url ?? '';
      if (url === '/openid') {
        const document = {
          issuer: ISSUER,
          jwks_uri: `${origin}/keys`,
          id_token_signing_alg_values_supported: ['RS256'],
        };
        response.end(JSON.stringify(document));
      } else if (url === '/keys') {
        const jwk = { ...key.publicKey.export({ format: 'jwk' }), kid: 'k1', use: 'sig', endorsements: ['msteams'] };
        response.end(JSON.stringify({ keys: [jwk] }));
      } else {
        const body = Buffer.concat(chunks);
        sent.push({ url, body, activity: JSON.parse(body.toString()) as Sent['activity'] });
        response.end(JSON.stringify({ id: `m${sent.length}` }));
      }
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const issue = (claims: object, by: typeof key) =>
    sign({ serviceurl: origin, ...claims }, by.privateKey.export({ format: 'pem', type: 'pkcs8' }), {
      algorithm: 'RS256',
      keyid: 'k1',
      ...(!('iss' in claims) && { issuer: ISSUER }),
      ...(!('aud' in claims) && { audience: TEAMS.appId }),
      ...(!('exp' in claims) && { expiresIn: 600 }),
    });
  const token = (claims: object = {}) => issue(claims, key);
  let count = 0;
  const activityOf = (more: object) => ({
    type: 'message',
    id: `u${++count}`,
    channelId: 'msteams',
    serviceUrl: origin,
    from: { id: '29:user' },
    recipient: { id: '28:bot', name: '答复通' },
    conversation: { id: 'a:personal', conversationType: 'personal', tenantId: TEAMS.tenantId },
    channelData: { tenant: { id: TEAMS.tenantId } },
    ...more,
  });
  const post = (bot: string, more: object = {}, bearer = token()) =>
    fetch(`${bot}/api/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${bearer}` },
      body: JSON.stringify(activityOf(more)),
    });
  return {
    origin,
    sent,
    token,
    forged: () => issue({}, stranger),
    cloud: {
      settings: {
        ToBotFromChannelOpenIdMetadataUrl: `${origin}/openid`,
        ToBotFromEmulatorOpenIdMetadataUrl: `${origin}/openid`,
        ToBotFromChannelTokenIssuer: ISSUER,
        ToChannelFromBotLoginUrl: `${origin}/login`,
        ToChannelFromBotOAuthScope: 'https://scope.test',
        OAuthUrl: `${origin}/oauth`,
        CallerId: 'urn:test',
      },
      credentials: new Unsigned(),
    },
    post,
    async ask(bot, text, more = {}) {
      const before = sent.length;
      const response = await post(bot, { text, ...more });
      if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`);
      for (const end = Date.now() + 5000; sent.length === before && Date.now() < end; ) await sleep(20);
      return sent.at(-1)!;
    },
    close: () => void server.close(),
  };
}
