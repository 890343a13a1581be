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
import type { TeamsConfiguration } from '../configuration.js';
import { BodyError, readJson } from '../http/body.js';
import { createTurnQueue } from '../turnQueue.js';
import { createDeliveries } from './deliveries.js';

/** Most bytes of an activity from Teams. */
const MOST_BODY = 256 * 1024;

/**
 * Makes the SDK send the fields of entities. The serializer of botbuilder 4.23.3 drops those it does not know, so
 * that citations never reach Teams. A test checks the bytes sent.
 */
export function mendEntities(): void {
  const { Entity } = require('botframework-connector/lib/connectorApi/models/mappers.js') as {
    Entity: { type: { additionalProperties?: { type: { name: string } } } };
  };
  Entity.type.additionalProperties ??= { type: { name: 'Object' } };
}

/** Where the Bot Framework's keys and tokens come from; default the public cloud. */
export interface Cloud {
  /** Settings of the SDK under its own names: `ToBotFromChannelOpenIdMetadataUrl`, … */
  readonly settings: Readonly<Record<string, string>>;
  readonly credentials: ServiceClientCredentialsFactory;
}

/** The adapter for Teams, which verifies every request against the app id. */
export function createTeamsAdapter({ appId, appPassword, tenantId }: TeamsConfiguration, cloud?: Cloud): CloudAdapter {
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
 * Mounts `/api/messages`. A body that is no activity is answered with 400 before the SDK sees it, a token that the SDK
 * cannot verify with a plain 401. Activities of another tenant are acknowledged and ignored.
 */
export function mountTeams(
  server: Server,
  adapter: CloudAdapter,
  tenantId: string,
  logic: (context: TurnContext) => Promise<void>,
): void {
  const turns = createTurnQueue();
  const deliveries = createDeliveries();
  const turn = async (context: TurnContext) => {
    if (tenantOf(context.activity) !== tenantId) return;
    const { conversation, type, id } = context.activity;
    // An invoke waits for its answer and is never delivered twice.
    if (type === ActivityTypes.Invoke) return logic(context);
    if (deliveries.isFirst(conversation.id, id)) await turns.run(conversation.id, () => logic(context));
  };
  server.post('/api/messages', async (request: Request, response: Response) => {
    try {
      request.body = await readActivity(request);
    } catch (error) {
      if (!(error instanceof BodyError)) throw error;
      response.send(error.status, { error: { code: 'BadArgument', message: error.message } });
      return;
    }
    if (!/^Bearer [\w.-]+$/.test(request.headers.authorization ?? '')) return refuseToken(response);
    const guarded = hideRefusals(response);
    await adapter.process(request, guarded.response, async (context) => {
      guarded.verified();
      await turn(context);
    });
  });
}

/** @throws BodyError if the body is no activity of Teams */
async function readActivity(request: Request): Promise<Activity> {
  const body = await readJson(request, MOST_BODY);
  if (!isActivity(body)) throw new BodyError(400, 'The body is not a Bot Framework activity.');
  return body;
}

/**
 * A response for the SDK to write to. What it answers to a token that it cannot verify tells internals, with status
 * 500; until `verified` is called, every error becomes a plain 401.
 */
function hideRefusals(response: Response): { readonly response: BotResponse; verified(): void } {
  let verified = false;
  let status = 200;
  let refused = false;
  return {
    verified() {
      verified = true;
    },
    response: {
      socket: response.socket,
      header: (name: string, value: unknown) => response.header(name, value),
      status: (code: number) => {
        status = code;
        refused = !verified && code >= 400;
      },
      send: (body: unknown) => {
        if (!refused) response.send(status, body);
      },
      end: () => {
        if (refused) refuseToken(response);
        else if (!response.headersSent) response.send(status);
      },
    },
  };
}

const tenantOf = ({ channelData, conversation }: Activity): unknown =>
  (channelData as { tenant?: { id?: unknown } } | undefined)?.tenant?.id ?? conversation.tenantId;

const refuseToken = (response: Response): void => {
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
