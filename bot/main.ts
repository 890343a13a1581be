import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ActivityTypes, ConversationState, type TurnContext } from 'botbuilder';
import { wording } from '../dialogs/render/wording.js';
import { ReplyBot } from '../dialogs/turn/replyBot.js';
import { ReplyBotError } from '../indexer/errors.js';
import { type Configuration, HOME, readConfiguration, readEnvironment } from './configuration.js';
import { DirectLineAdapter } from './directLine/adapter.js';
import { createConversations } from './directLine/conversation.js';
import { createTokens, signingKey } from './directLine/token.js';
import type { BotEngine } from './engine/engine.js';
import { OverloadError, startEngine } from './engine/engineHost.js';
import { createAccess } from './http/access.js';
import { createMetrics, type Metrics } from './http/metrics.js';
import { createUnsent } from './http/unsent.js';
import { captureConsole, createLog, type Log, silentLog } from './log.js';
import { createServer, type RunningServer } from './server.js';
import { createStaff } from './staff.js';
import { keepToUser, lockDataFolder, mendModes, prepareDataFolder } from './storage/dataFolder.js';
import { openStorage } from './storage/storage.js';
import { type Cloud, createTeamsAdapter, mountTeams } from './teams/messages.js';
import { BUNDLE_NAME, fetchBundle } from './web/bundle.js';

/** Milliseconds between two looks for what need not be kept. */
const SWEEP = 5 * 60_000;
/** The same for what need not be in memory. */
const FORGET = 15_000;

export interface Setting {
  /** Default silent. */
  readonly log?: Log;
  /** Where Teams' keys and tokens come from, unless the public cloud. */
  readonly cloud?: Cloud;
  /** What answers; default a process of its own that reads the letters of the configuration. */
  readonly engine?: BotEngine;
}

/**
 * Starts the bot as configured; resolves when it listens.
 *
 * @throws ReplyBotError where the data folder, the letters or the port cannot be had
 */
export async function start(configuration: Configuration, setting: Setting = {}): Promise<RunningServer> {
  const { corpus, knowledge, data, publicOrigin, retentionDays: days, port } = configuration;
  const { log = silentLog(), cloud } = setting;
  /** What must be undone, the last first, when the bot stops or cannot start. */
  const undo: (() => void)[] = [];
  const undoAll = () => {
    for (const step of undo.splice(0).reverse()) step();
  };
  try {
    prepareDataFolder(data);
    undo.push(lockDataFolder(data, port));
    const mended = mendModes(data);
    if (mended > 0) log.warn(`${data} 中有 ${mended} 个文件或目录可被其他用户读取,已收回权限。`);

    // Born below, once there are sockets to be counted.
    let metrics: Metrics | undefined;
    const failed = (where: string) => (error: Error) => {
      log.error({ where, err: error }, 'failed');
      metrics?.failed(where);
    };
    const storage = openStorage({
      folder: data,
      days,
      onFault(error) {
        metrics?.unwritten();
        log.error({ err: error }, 'could not be written');
      },
    });
    undo.push(() => storage.close());
    const { conversations: taken, states } = storage.migrated;
    if (taken + states > 0) log.info(`已将早先版本的 ${taken} 段对话、${states} 份会话状态转入数据库。`);
    const { leap } = storage.retention;
    if (leap !== undefined) log.warn(wording.clockLeapt(leap));

    const engine =
      setting.engine ??
      (await startEngine(
        { corpus, knowledge, store: join(data, 'index') },
        { report: (message) => log.warn(message), failed: failed('engine') },
      ));
    undo.push(() => engine.close());
    const bundle = await fetchBundle(data);

    const conversations = createConversations(storage.conversations);
    const adapter = new DirectLineAdapter(conversations);
    const teams = configuration.teams && createTeamsAdapter(configuration.teams, cloud);
    for (const one of [adapter, ...(teams ? [teams] : [])])
      one.onTurnError = async (context, error) => {
        const id = randomUUID().slice(0, 8);
        log.error({ id, where: 'turn', err: error }, 'failed');
        metrics?.failed('turn');
        const words = error instanceof OverloadError ? wording.busy : wording.failure(id);
        await context.sendActivity({ type: ActivityTypes.Message, textFormat: 'plain', text: words });
      };

    const sweeping = setInterval(() => void storage.retention.sweep().catch(failed('sweep')), SWEEP);
    const forgetting = setInterval(() => conversations.forget(), FORGET);
    for (const timer of [sweeping, forgetting]) {
      timer.unref();
      undo.push(() => clearInterval(timer));
    }
    void storage.retention.sweep().catch(failed('sweep'));

    const door = createAccess(
      configuration.trustedProxies,
      [...configuration.embedOrigins, ...(publicOrigin ? [publicOrigin] : [])],
      configuration.limits,
    );
    const unsent = createUnsent(configuration.limits.unsentOfAddress, configuration.limits.unsent);
    const staffConversation = configuration.teams?.staffConversation;
    const staff = createStaff({
      ...(staffConversation && { conversation: staffConversation }),
      tickets: storage.tickets,
      speak(reference, words) {
        const say = async (context: TurnContext) =>
          void (await context.sendActivity({ type: ActivityTypes.Message, textFormat: 'plain', text: words }));
        if (reference.channelId === 'directline') return adapter.continueConversation(reference, say);
        return teams!.continueConversationAsync(configuration.teams!.appId, reference, say);
      },
      isTooMany: async (peer) => (await door.count('handOffs', peer)) !== undefined,
      report: (message) => log.error(message),
    });
    const paused = () => configuration.paused ?? readPause(join(data, 'PAUSED'));
    const bot = new ReplyBot({
      engine,
      state: new ConversationState(storage.state),
      // Teams cannot follow a path, and Web Chat drops it: an address, where one is known.
      originOf: ({ channelId, serviceUrl }) =>
        publicOrigin ?? (channelId === 'directline' && /^http/.test(serviceUrl) ? serviceUrl : undefined),
      ledger: storage.ledger,
      staff,
      paused,
      observe(seen) {
        metrics?.turn(seen);
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
        unsent,
        ...(publicOrigin && { publicOrigin }),
      },
      door,
      log,
      metrics: (sockets) =>
        createMetrics({
          sockets: () => sockets.count,
          conversations: () => conversations.size,
          replies: () => engine.holdings.replies,
          generation: () => engine.generation,
          unsent: () => unsent.bytes,
          held: () => (storage.retention.leap === undefined ? 0 : 1),
        }),
      ...(configuration.metricsToken && { metricsToken: configuration.metricsToken }),
      holdings: () => engine.holdings,
      unready: () => (paused() ? 'paused' : storage.failing ? 'unwritable' : undefined),
      page: (asked) => engine.page(asked),
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
    metrics = running.metrics;
    await listen(running, configuration);
    return {
      ...running,
      close: async () => {
        await running.close();
        undoAll();
      },
    };
  } catch (error) {
    undoAll();
    throw error;
  }
}

/** @throws PortError where the port or address cannot be listened on */
function listen({ server }: RunningServer, { host, port }: Configuration): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(new PortError(host, port, error.code ?? error.message)),
    );
    server.listen(port, host, resolve);
  });
}

/** Nothing can be listened to where the configuration says. */
export class PortError extends ReplyBotError {
  override readonly name = 'PortError';
  readonly host: string;
  readonly port: number;
  /** `EADDRINUSE`, `EACCES`, … */
  readonly code: string;

  constructor(host: string, port: number, code: string) {
    const why =
      { EADDRINUSE: '已被占用', EACCES: '无权使用', EADDRNOTAVAIL: '不是本机的地址' }[code] ?? `不可用(${code})`;
    super(`${host}:${port} ${why}。请停止占用它的程序,或用 PORT、HOST 另指定端口或地址。`);
    this.host = host;
    this.port = port;
    this.code = code;
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
  keepToUser();
  const configuration = readConfiguration(readEnvironment());
  const log = createLog(configuration.logLevel);
  captureConsole(log);
  let running: RunningServer | undefined;
  // What nobody waits for is told and counted, and ends nothing: the state of talks is in the database, not here.
  const outlive = (error: unknown) => {
    log.error({ where: 'process', err: error as Error }, 'failed');
    running?.metrics.failed('process');
  };
  process.on('unhandledRejection', outlive);
  if (process.getuid?.() === 0) log.warn('正以 root 身份运行。请另建一个普通用户来运行答复通。');
  running = await start(configuration, { log });
  process.on('uncaughtException', outlive);
  const { port } = running.server.address();
  log.info(`答复通已启动:http://${configuration.host}:${port}/`);
  if (!configuration.teams) log.info('未配置 MICROSOFT_APP_ID,不接入 Teams。');
  const stop = () => {
    log.info('正在停止……');
    void running!.close().then(() => process.exit(0));
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
