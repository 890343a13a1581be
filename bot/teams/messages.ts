import {
  type Activity,
  ActivityTypes,
  type Response as BotResponse,
  CloudAdapter,
  ConfigurationBotFrameworkAuthentication,
  type TurnContext,
} from 'botbuilder';
import type { ServiceClientCredentialsFactory } from 'botframework-connector';
import type { Request, Response, Server } from 'restify';
import type { Configuration } from '../configuration.js';
import { BodyError, readJson } from '../http/body.js';
import { createOrder } from './order.js';

/**
 * botbuilder 4.23.3 strips the fields of entities when it sends through the connector, so that citations never
 * arrive; this lets them pass. A test looks at the bytes on the wire.
 */
export function mendEntities(): void {
  const { Entity } = require('botframework-connector/lib/connectorApi/models/mappers.js') as {
    Entity: { type: { additionalProperties?: { type: { name: string } } } };
  };
  Entity.type.additionalProperties ??= { type: { name: 'Object' } };
}

/** Where the Bot Framework's keys and tokens come from; default the public cloud. */
export interface Cloud {
  /** Settings of the SDK by their own names: `ToBotFromChannelOpenIdMetadataUrl`… */
  readonly settings: Readonly<Record<string, string>>;
  readonly credentials: ServiceClientCredentialsFactory;
}

/** The adapter for Teams: every request is verified against the app id. */
export function createTeamsAdapter(
  { appId, appPassword, tenantId }: NonNullable<Configuration['teams']>,
  cloud?: Cloud,
): CloudAdapter {
  mendEntities();
  return new CloudAdapter(
    new ConfigurationBotFrameworkAuthentication(
      {
        MicrosoftAppId: appId,
        MicrosoftAppPassword: appPassword,
        MicrosoftAppTenantId: tenantId,
        MicrosoftAppType: 'SingleTenant',
        ...cloud?.settings,
      },
      cloud?.credentials,
    ),
  );
}

/**
 * Mounts `/api/messages`. What is no activity is refused before the SDK sees it, and a token it cannot verify is a
 * plain 401, whatever it says about it.
 */
export function mountTeams(
  server: Server,
  adapter: CloudAdapter,
  tenantId: string,
  logic: (context: TurnContext) => Promise<void>,
): void {
  const order = createOrder();
  server.post('/api/messages', async (request: Request, response: Response) => {
    try {
      const body = await readJson(request, 256 * 1024);
      if (!isActivity(body)) throw new BodyError(400, 'The body is not a Bot Framework activity.');
      request.body = body;
    } catch (error) {
      if (!(error instanceof BodyError)) throw error;
      response.send(error.status, { error: { code: 'BadArgument', message: error.message } });
      return;
    }
    if (!/^Bearer [\w.-]+$/.test(request.headers.authorization ?? '')) return unauthorized(response);
    // The SDK says of a token it cannot verify what went wrong inside, with status 500: kept from outsiders.
    let reached = false;
    let status = 200;
    let refused = false;
    const guarded: BotResponse = {
      socket: response.socket,
      header: (name: string, value: unknown) => response.header(name, value),
      status: (code: number) => {
        status = code;
        refused = !reached && code >= 400;
      },
      send: (body: unknown) => {
        if (!refused) response.send(status, body);
      },
      end: () => {
        if (refused) unauthorized(response);
        else if (!response.headersSent) response.send(status);
      },
    };
    await adapter.process(request, guarded, async (context) => {
      reached = true;
      // Verified, but of another organisation: not ours to answer.
      if (tenantOf(context.activity) !== tenantId) return;
      const { conversation, type, id } = context.activity;
      // An invoke waits for its answer and is never delivered again.
      if (type === ActivityTypes.Invoke) await logic(context);
      else await order.run(conversation.id, id, () => logic(context));
    });
  });
}

const tenantOf = ({ channelData, conversation }: Activity): unknown =>
  (channelData as { tenant?: { id?: unknown } } | undefined)?.tenant?.id ?? conversation.tenantId;

const unauthorized = (response: Response): void => {
  if (!response.headersSent)
    response.send(401, { error: { code: 'Unauthorized', message: 'The token is not valid here.' } });
};

function isActivity(body: unknown): body is Activity {
  if (typeof body !== 'object' || body === null) return false;
  const { type, text, conversation, from, serviceUrl } = body as Partial<Activity>;
  return (
    typeof type === 'string' &&
    (Object.values(ActivityTypes) as string[]).includes(type) &&
    (text === undefined || typeof text === 'string') &&
    typeof conversation?.id === 'string' &&
    typeof from?.id === 'string' &&
    typeof serviceUrl === 'string'
  );
}
