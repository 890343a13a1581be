import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ActivityTypes, type CloudAdapter, ConversationState, type TurnContext } from 'botbuilder';
import { wording } from '../dialogs/render/wording.js';
import { ReplyBot } from '../dialogs/turn/replyBot.js';
import type { Configuration } from './configuration.js';
import { DirectLineAdapter } from './directLine/adapter.js';
import type { Conversations } from './directLine/conversation.js';
import type { BotEngine } from './engine/engine.js';
import { OverloadError } from './engine/engineHost.js';
import type { Access } from './http/access.js';
import type { Failed } from './http/failure.js';
import type { Metrics } from './http/metrics.js';
import type { Log } from './log.js';
import { createStaff, type Speak, type StaffDesk } from './staff.js';
import type { OpenStorage } from './storage/storage.js';
import { type Cloud, createTeamsAdapter } from './teams/messages.js';

/** Most characters of the words in the file that pauses the bot. */
const MOST_PAUSE = 500;

/** The bot and the adapters of its channels. */
export interface Bot {
  readonly directLine: DirectLineAdapter;
  /** Present when Teams is configured. */
  readonly teams?: CloudAdapter;
  /** Runs one turn. */
  readonly turn: (context: TurnContext) => Promise<void>;
  /** The notice that every message gets instead of an answer; `undefined` while the bot is not paused. */
  readonly paused: () => string | undefined;
}

/** What the bot depends on. */
export interface BotSetting {
  readonly configuration: Configuration;
  readonly engine: BotEngine;
  readonly storage: OpenStorage;
  readonly conversations: Conversations;
  readonly access: Access;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly failed: Failed;
  /** Default the public cloud. */
  readonly cloud?: Cloud;
}

/** Wires engine, storage, staff and channels together. */
export function createBot(setting: BotSetting): Bot {
  const { configuration, engine, storage, access, log, metrics, failed } = setting;
  const directLine = new DirectLineAdapter(setting.conversations);
  const teams = configuration.teams && createTeamsAdapter(configuration.teams, setting.cloud);
  for (const adapter of [directLine, ...(teams ? [teams] : [])]) adapter.onTurnError = apologise(failed);
  const staff = createDesk(setting, speakThrough(directLine, teams, configuration.teams?.appId));
  const paused = () => configuration.paused ?? readPause(join(configuration.data, 'PAUSED'));
  const bot = new ReplyBot({
    engine,
    state: new ConversationState(storage.state),
    // Teams and Web Chat need whole URLs. In Direct Line `serviceUrl` is the origin of the page, where it is known.
    originOf: ({ channelId, serviceUrl }) =>
      access.publicOrigin ?? (channelId === 'directline' && /^http/.test(serviceUrl) ? serviceUrl : undefined),
    ledger: storage.ledger,
    staff,
    paused,
    observe(seen) {
      metrics.turn(seen);
      log.info(seen, '完成一次问答');
    },
  });
  const turn = async (context: TurnContext) => {
    staff.heard(context.activity);
    await bot.run(context);
  };
  return { directLine, ...(teams && { teams }), turn, paused };
}

/** Reports what a turn threw and answers with an apology that bears the number of the log entry. */
const apologise = (failed: Failed) => async (context: TurnContext, error: Error) => {
  const id = randomUUID().slice(0, 8);
  failed(error, 'turn', id);
  const text = error instanceof OverloadError ? wording.busy : wording.failure(id);
  await context.sendActivity({ type: ActivityTypes.Message, textFormat: 'plain', text });
};

function createDesk({ configuration, storage, access, log }: BotSetting, speak: Speak): StaffDesk {
  const conversation = configuration.teams?.staffConversation;
  return createStaff({
    ...(conversation && { conversation }),
    tickets: storage.tickets,
    speak,
    isTooMany: async (peer) => (await access.count('handOffs', peer)) !== undefined,
    report: (message) => log.error(message),
  });
}

/** Writes into an earlier conversation through the adapter of its channel. */
const speakThrough =
  (directLine: DirectLineAdapter, teams: CloudAdapter | undefined, appId: string | undefined): Speak =>
  (reference, text) => {
    const say = async (context: TurnContext) =>
      void (await context.sendActivity({ type: ActivityTypes.Message, textFormat: 'plain', text }));
    if (reference.channelId === 'directline') return directLine.continueConversation(reference, say);
    return teams!.continueConversationAsync(appId!, reference, say);
  };

/** The notice in a file that pauses the bot while it exists; the default notice when the file is empty. */
function readPause(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').trim().slice(0, MOST_PAUSE) || wording.paused;
  } catch {
    return undefined;
  }
}
