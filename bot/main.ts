import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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
import { createDoor } from './door.js';
import { FileStorage } from './fileStorage.js';
import { openLedger } from './ledger.js';
import { openLive } from './liveLibrary.js';
import { captureConsole, createLog, type Log, silentLog } from './log.js';
import { createMetrics } from './metrics.js';
import { createServer, type RunningServer } from './server.js';
import { createStaff, type Speak } from './staff.js';
import { type Cloud, createTeamsAdapter, mountTeams } from './teams/messages.js';
import { BUNDLE_NAME, fetchBundle } from './web/bundle.js';
import { replyPath } from './web/replyPage.js';

/** Milliseconds between two looks for what need not be kept. */
const SWEEP = 5 * 60_000;
/** The same for what need not be in memory. */
const FORGET = 15_000;

export interface Setting {
  /** Default silent. */
  readonly log?: Log;
  /** Where Teams' keys and tokens come from, unless the public cloud. */
  readonly cloud?: Cloud;
}

/** Starts the bot as configured; resolves when it listens. */
export async function start(
  configuration: Configuration,
  { log = silentLog(), cloud }: Setting = {},
): Promise<RunningServer> {
  const { corpus, knowledge, data, publicOrigin, retentionDays: days } = configuration;
  const unwritten = (what: string) => (error: Error) => {
    running.metrics.unwritten(what);
    log.error({ what, err: error }, 'could not be written');
  };
  checkWritable(data);
  const live = openLive({ corpus, knowledge, store: join(data, 'index') }, (message) => log.warn(message));
  const bundle = await fetchBundle(data);

  // Teams cannot follow a path, and Web Chat drops it: an address, where one is known.
  const linkOf = (quote: Quote, { channelId, serviceUrl }: Activity) => {
    const origin = publicOrigin ?? (channelId === 'directline' && /^http/.test(serviceUrl) ? serviceUrl : undefined);
    return origin && origin + replyPath(quote.replyId, quote);
  };
  const onTurnError = async (context: TurnContext, error: Error) => {
    const id = randomUUID().slice(0, 8);
    log.error({ id, err: error }, 'turn failed');
    await context.sendActivity(wording.failure(id));
  };

  const conversations = createConversations({
    folder: join(data, 'conversations'),
    days,
    onFault: unwritten('conversation'),
  });
  const adapter = new DirectLineAdapter(conversations);
  adapter.onTurnError = onTurnError;
  const teams = configuration.teams && createTeamsAdapter(configuration.teams, cloud);
  if (teams) teams.onTurnError = onTurnError;

  const state = new FileStorage(join(data, 'state'), days, unwritten('state'));
  const ledger = openLedger(data, days, { onFault: unwritten('ledger') });
  const sweep = () => {
    try {
      ledger.expire();
      conversations.sweep();
      state.sweep();
    } catch (error) {
      log.error({ err: error as Error }, 'what has been kept long enough could not be deleted');
    }
  };
  const sweeping = setInterval(sweep, SWEEP);
  const forgetting = setInterval(() => conversations.forget(), FORGET);
  for (const timer of [sweeping, forgetting]) timer.unref();
  sweep();

  const speak: Speak = (reference, words) => {
    const say = async (context: TurnContext) =>
      void (await context.sendActivity({ type: 'message', textFormat: 'plain', text: words }));
    if (reference.channelId === 'directline') return adapter.continueConversation(reference, say);
    return teams!.continueConversationAsync(configuration.teams!.appId, reference, say);
  };
  const staff = createStaff(configuration.teams?.staffConversation, ledger, speak, (message) => log.error(message));
  const paused = () => configuration.paused ?? readPause(join(data, 'PAUSED'));
  const bot = new ReplyBot({
    library: live.current,
    state: new ConversationState(state),
    linkOf,
    ledger,
    staff,
    paused,
    observe: (seen) => {
      running.metrics.turn(seen);
      log.info(seen, 'turn');
    },
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
    door: createDoor(
      configuration.trustedProxies,
      [...configuration.embedOrigins, ...(publicOrigin ? [publicOrigin] : [])],
      configuration.limits,
    ),
    log,
    metrics: (sockets) =>
      createMetrics({
        sockets: () => sockets.count,
        conversations: () => conversations.size,
        replies: () => live.current().index.replies.size,
        generation: () => live.generation,
      }),
    ...(configuration.metricsToken && { metricsToken: configuration.metricsToken }),
    health: () => ({
      replies: live.current().index.replies.size,
      passages: live.current().index.passages.length,
      segmenter: live.current().segmenter.name,
    }),
    unready: () => (paused() ? 'paused' : undefined),
    replies: () => live.current().index.replies,
    retentionDays: days,
    embedOrigins: configuration.embedOrigins,
    assets: new Map([
      [BUNDLE_NAME, bundle.file],
      ['page.js', join(assets, 'page.js')],
      ['embed.js', join(assets, 'embed.js')],
      ['page.css', join(assets, 'page.css')],
      ['reply.css', join(assets, 'reply.css')],
    ]),
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
      clearInterval(sweeping);
      clearInterval(forgetting);
      await running.close();
      ledger.close();
    },
  };
}

/** @throws DataFolderError where nothing can be written */
function checkWritable(data: string): void {
  const probe = join(data, `probe.${process.pid}.tmp`);
  try {
    // What people asked is nobody's to read who does not run the bot.
    mkdirSync(data, { recursive: true, mode: 0o700 });
    writeFileSync(probe, '');
    rmSync(probe);
  } catch (error) {
    throw new DataFolderError(data, (error as NodeJS.ErrnoException).code ?? (error as Error).message);
  }
}

/** The folder the bot writes to cannot be written. */
export class DataFolderError extends ReplyBotError {
  override readonly name = 'DataFolderError';
  constructor(
    readonly folder: string,
    readonly code: string,
  ) {
    super(`目录 ${folder} 不可写(${code})。请换用可写的目录(DATA_DIR),或腾出空间、改正权限后再启动。`);
  }
}

/** The words in a file that pauses the bot while it is there; its own, where it is empty. */
function readPause(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').trim().slice(0, 500) || wording.paused;
  } catch {
    return undefined;
  }
}

async function main(): Promise<void> {
  const configuration = readConfiguration(readEnvironment());
  const log = createLog(configuration.logLevel);
  captureConsole(log);
  // What nobody waits for is told, and ends nothing.
  process.on('unhandledRejection', (error) => log.error({ err: error as Error }, 'failed'));
  const running = await start(configuration, { log });
  const { port } = running.server.address();
  log.info(`答复通已启动:http://${configuration.host}:${port}/`);
  if (!configuration.teams) log.info('未配置 MICROSOFT_APP_ID,不接入 Teams。');
  const stop = () => {
    log.info('正在停止……');
    void running.close().then(() => process.exit(0));
    // Answers under way may take this long, in milliseconds.
    setTimeout(() => process.exit(0), 5000).unref();
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

if (require.main === module) {
  main().catch((error: unknown) => {
    // Read by whoever started it, before there is anything to log.
    process.stderr.write(`${error instanceof ReplyBotError ? error.message : (error as Error).stack}\n`);
    process.exitCode = 1;
  });
}
