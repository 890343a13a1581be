import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { type Activity, ConversationState, type TurnContext } from 'botbuilder';
import type { Quote } from '../dialogs/answer.js';
import { ReplyBot } from '../dialogs/turn/replyBot.js';
import { wording } from '../dialogs/wording.js';
import { ReplyBotError } from '../indexer/errors.js';
import { type Configuration, HOME, readConfiguration, readEnvironment } from './configuration.js';
import { DirectLineAdapter } from './directLine/adapter.js';
import { createConversations } from './directLine/conversation.js';
import { createTokens, signingKey } from './directLine/token.js';
import { FileStorage } from './fileStorage.js';
import { openLedger } from './ledger.js';
import { openLive } from './liveLibrary.js';
import { createServer, type RunningServer } from './server.js';
import { createStaff, type Speak } from './staff.js';
import { type Cloud, createTeamsAdapter, mountTeams } from './teams/messages.js';
import { fetchBundle } from './web/bundle.js';
import { replyPath } from './web/replyPage.js';

/** Milliseconds between two looks for what has been kept long enough. */
const EXPIRY = 3_600_000;

/**
 * Starts the bot as configured; resolves when it listens.
 *
 * @param cloud where Teams' keys and tokens come from, unless the public cloud
 */
export async function start(configuration: Configuration, cloud?: Cloud): Promise<RunningServer> {
  const { corpus, knowledge, data, publicOrigin } = configuration;
  const live = openLive({ corpus, knowledge, store: join(data, 'index') }, (message) => console.warn(message));
  const bundle = await fetchBundle(data);

  // Teams cannot follow a path, and Web Chat drops it: an address, where one is known.
  const linkOf = (quote: Quote, { channelId, serviceUrl }: Activity) => {
    const origin = publicOrigin ?? (channelId === 'directline' && /^http/.test(serviceUrl) ? serviceUrl : undefined);
    return origin && origin + replyPath(quote.replyId, quote);
  };
  const onTurnError = async (context: TurnContext, error: Error) => {
    const id = randomUUID().slice(0, 8);
    console.error(`turn ${id}:`, error);
    await context.sendActivity(wording.failure(id));
  };

  const conversations = createConversations(join(data, 'conversations'));
  const adapter = new DirectLineAdapter(conversations);
  adapter.onTurnError = onTurnError;
  const teams = configuration.teams && createTeamsAdapter(configuration.teams, cloud);
  if (teams) teams.onTurnError = onTurnError;

  const ledger = openLedger(data, configuration.retentionDays);
  const expiry = setInterval(() => ledger.expire(), EXPIRY);
  expiry.unref();
  ledger.expire();
  const speak: Speak = (reference, words) => {
    const say = async (context: TurnContext) =>
      void (await context.sendActivity({ type: 'message', textFormat: 'plain', text: words }));
    if (reference.channelId === 'directline') return adapter.continueConversation(reference, say);
    return teams!.continueConversationAsync(configuration.teams!.appId, reference, say);
  };
  const staff = createStaff(configuration.teams?.staffConversation, ledger, speak, (message) => console.error(message));
  const bot = new ReplyBot({
    library: live.current,
    state: new ConversationState(new FileStorage(join(data, 'state'))),
    linkOf,
    ledger,
    staff,
  });
  const logic = async (context: TurnContext) => {
    staff.heard(context.activity);
    await bot.run(context);
  };

  const assets = join(HOME, 'bot', 'web', 'assets');
  const running = createServer({
    line: {
      adapter,
      conversations,
      tokens: createTokens(signingKey(data)),
      logic,
      ...(publicOrigin && { publicOrigin }),
    },
    health: () => ({
      replies: live.current().index.replies.size,
      passages: live.current().index.passages.length,
      segmenter: live.current().segmenter.name,
    }),
    replies: () => live.current().index.replies,
    assets: new Map([
      ['webchat.js', bundle.file],
      ['page.js', join(assets, 'page.js')],
      ['embed.js', join(assets, 'embed.js')],
      ['page.css', join(assets, 'page.css')],
      ['reply.css', join(assets, 'reply.css')],
    ]),
    retentionDays: configuration.retentionDays,
    embedOrigins: configuration.embedOrigins,
    ...(teams && { teams: (server) => mountTeams(server, teams, configuration.teams!.tenantId, logic) }),
  });
  await new Promise<void>((resolve, reject) => {
    running.server.once('error', reject);
    running.server.listen(configuration.port, configuration.host, resolve);
  });
  return {
    ...running,
    close: async () => {
      live.close();
      clearInterval(expiry);
      await running.close();
      ledger.close();
    },
  };
}

async function main(): Promise<void> {
  const configuration = readConfiguration(readEnvironment());
  const running = await start(configuration);
  const { port } = running.server.address();
  console.log(`答复通已启动:http://${configuration.host}:${port}/`);
  if (!configuration.teams) console.log('未配置 MICROSOFT_APP_ID,不接入 Teams。');
  const stop = () => {
    console.log('正在停止……');
    void running.close().then(() => process.exit(0));
    // Answers under way may take this long, in milliseconds.
    setTimeout(() => process.exit(0), 5000).unref();
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

if (require.main === module) {
  main().catch((error: unknown) => {
    console.error(error instanceof ReplyBotError ? error.message : error);
    process.exitCode = 1;
  });
}
