import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { ConversationState, type TurnContext } from 'botbuilder';
import { ReplyBot } from '../dialogs/replyBot.js';
import { wording } from '../dialogs/wording.js';
import { ReplyBotError } from '../indexer/errors.js';
import { openLibrary } from '../indexer/library.js';
import { type Configuration, HOME, readConfiguration, readEnvironment } from './configuration.js';
import { DirectLineAdapter } from './directLine/adapter.js';
import { createConversations } from './directLine/conversation.js';
import { createTokens, signingKey } from './directLine/token.js';
import { FileStorage } from './fileStorage.js';
import { createServer, type RunningServer } from './server.js';
import { createTeamsAdapter, mountTeams } from './teams.js';
import { fetchBundle } from './web/bundle.js';

/** Starts the bot as configured; resolves when it listens. */
export async function start(configuration: Configuration): Promise<RunningServer> {
  const { corpus, knowledge, data, publicOrigin } = configuration;
  const library = openLibrary({ corpus, knowledge, store: join(data, 'index') });
  for (const warning of library.warnings) console.warn(warning);
  const bundle = await fetchBundle(data);

  const bot = new ReplyBot(() => library, new ConversationState(new FileStorage(join(data, 'state'))));
  const logic = (context: TurnContext) => bot.run(context);
  const onTurnError = async (context: TurnContext, error: Error) => {
    const id = randomUUID().slice(0, 8);
    console.error(`turn ${id}:`, error);
    await context.sendActivity(wording.failure(id));
  };

  const conversations = createConversations(join(data, 'conversations'));
  const adapter = new DirectLineAdapter(conversations);
  adapter.onTurnError = onTurnError;
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
      replies: library.index.replies.size,
      passages: library.index.passages.length,
      segmenter: library.segmenter.name,
    }),
    assets: new Map([
      ['webchat.js', bundle.file],
      ['page.js', join(assets, 'page.js')],
      ['page.css', join(assets, 'page.css')],
    ]),
    ...(configuration.teams && {
      teams: (server) => {
        const teams = createTeamsAdapter(configuration.teams!);
        teams.onTurnError = onTurnError;
        mountTeams(server, teams, logic);
      },
    }),
  });
  await new Promise<void>((resolve, reject) => {
    running.server.once('error', reject);
    running.server.listen(configuration.port, configuration.host, resolve);
  });
  return running;
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
