import { join } from 'node:path';
import { wording } from '../dialogs/render/wording.js';
import { ReplyBotError } from '../indexer/errors.js';
import { type Bot, createBot } from './bot.js';
import { type Configuration, HOME, readConfiguration, readEnvironment } from './configuration.js';
import { type Conversations, createConversations } from './directLine/conversation.js';
import { createTokens, signingKey } from './directLine/token.js';
import type { BotEngine } from './engine/engine.js';
import { startEngine } from './engine/engineHost.js';
import { type Access, createAccess } from './http/access.js';
import { createFailed, type Failed } from './http/failure.js';
import { createMetrics, type Metrics } from './http/metrics.js';
import { createUnsent } from './http/unsent.js';
import { captureConsole, createLog, type Log, silentLog } from './log.js';
import { createServer, type RunningServer } from './server.js';
import { keepToUser, openDataFolder } from './storage/dataFolder.js';
import { type OpenStorage, openStorage } from './storage/storage.js';
import { type Cloud, mountTeams } from './teams/messages.js';
import { BUNDLE_NAME, type Bundle, fetchBundle } from './web/bundle.js';

/** Milliseconds between two deletions of what has been kept long enough. */
const SWEEP = 5 * 60_000;
/** Milliseconds between two removals of idle conversations from memory. */
const FORGET = 15_000;
/** Milliseconds after a signal at which the process ends, whatever is still under way. */
const LAST_MOMENT = 5_000;

export interface Setting {
  /** Default silent. */
  readonly log?: Log;
  /** Default new ones. */
  readonly metrics?: Metrics;
  /** Where Teams' keys and tokens come from. Default the public cloud. */
  readonly cloud?: Cloud;
  /** Default a process of its own, which reads the replies of the configuration. */
  readonly engine?: BotEngine;
}

/** What the steps of the start report to, and where they leave what undoes them. */
interface Startup {
  readonly log: Log;
  readonly metrics: Metrics;
  readonly failed: Failed;
  /** Registers a step to run when the bot stops or cannot start; the last registered runs first. */
  readonly onStop: (undo: () => void) => void;
}

/**
 * Starts the bot; resolves when it listens.
 *
 * @throws ReplyBotError if the data folder, the replies, the web chat component or the port is not available
 */
export async function start(configuration: Configuration, setting: Setting = {}): Promise<RunningServer> {
  const { log = silentLog(), metrics = createMetrics(), cloud } = setting;
  const undoing: (() => void)[] = [];
  const undoAll = () => {
    for (const undo of undoing.splice(0).reverse()) undo();
  };
  const onStop = (undo: () => void) => void undoing.push(undo);
  const startup: Startup = { log, metrics, failed: createFailed(log, metrics), onStop };
  try {
    const storage = openData(configuration, startup);
    const engine = await openEngine(configuration, startup, setting.engine);
    const bundle = await fetchBundle(configuration.data);
    const conversations = openConversations(storage, startup);
    const access = createAccess(configuration);
    const bot = createBot({
      ...startup,
      configuration,
      engine,
      storage,
      conversations,
      access,
      ...(cloud && { cloud }),
    });
    sweepRegularly(storage, startup);
    const parts = { bot, engine, storage, conversations, access, bundle };
    const running = createBotServer(configuration, parts, startup);
    await listen(running, configuration);
    return {
      ...running,
      async close() {
        await running.close();
        undoAll();
      },
    };
  } catch (error) {
    undoAll();
    throw error;
  }
}

/** Locks the data folder and opens the database in it. */
function openData({ data, port, retentionDays }: Configuration, { log, metrics, onStop }: Startup): OpenStorage {
  onStop(openDataFolder(data, port, log));
  const storage = openStorage({
    folder: data,
    days: retentionDays,
    onFault(error) {
      metrics.unwritten();
      log.error({ err: error }, '数据写入失败');
    },
  });
  onStop(() => storage.close());
  const { conversations, states } = storage.migrated;
  if (conversations + states > 0) log.info(`已将早先版本的 ${conversations} 段对话、${states} 份会话状态转入数据库。`);
  const { retention } = storage;
  if (retention.leap !== undefined) log.warn(wording.clockLeapt(retention.leap));
  metrics.gauge('expiry_held', '1 while nothing expires because the clock leapt.', () =>
    retention.leap === undefined ? 0 : 1,
  );
  return storage;
}

/** Deletes what has been kept long enough, now and every `SWEEP`. */
function sweepRegularly({ retention }: OpenStorage, { failed, onStop }: Startup): void {
  const sweep = () => void retention.sweep().catch((error: Error) => failed(error, 'sweep'));
  onStop(every(SWEEP, sweep));
  sweep();
}

/** Starts the process that reads the replies and answers, unless an engine is given. */
async function openEngine(
  { corpus, knowledge, data }: Configuration,
  { log, metrics, failed, onStop }: Startup,
  given: BotEngine | undefined,
): Promise<BotEngine> {
  const engine =
    given ??
    (await startEngine(
      { corpus, knowledge, store: join(data, 'index') },
      { report: (message) => log.warn(message), failed: (error) => failed(error, 'engine') },
    ));
  onStop(() => engine.close());
  metrics.gauge('replies', 'Letters in use.', () => engine.holdings.replies);
  metrics.gauge('index_generation', 'How many times the index was taken anew.', () => engine.generation);
  return engine;
}

function openConversations(storage: OpenStorage, { metrics, onStop }: Startup): Conversations {
  const conversations = createConversations(storage.conversations);
  metrics.gauge('conversations', 'Conversations in memory.', () => conversations.size);
  onStop(every(FORGET, () => conversations.forget()));
  return conversations;
}

/** Runs a task every `period` milliseconds, without keeping the process alive. @returns stops it */
function every(period: number, task: () => void): () => void {
  const timer = setInterval(task, period);
  timer.unref();
  return () => clearInterval(timer);
}

/** The files served under `/assets/`, by name. */
function assetsOf(bundle: string): ReadonlyMap<string, string> {
  const folder = join(HOME, 'bot', 'web', 'assets');
  const own = ['page.js', 'embed.js', 'page.css', 'reply.css'].map((name) => [name, join(folder, name)] as const);
  return new Map([[BUNDLE_NAME, bundle], ...own]);
}

interface Parts {
  readonly bot: Bot;
  readonly engine: BotEngine;
  readonly storage: OpenStorage;
  readonly conversations: Conversations;
  readonly access: Access;
  readonly bundle: Bundle;
}

function createBotServer(configuration: Configuration, parts: Parts, { log, metrics }: Startup): RunningServer {
  const { data, embedOrigins, retentionDays, metricsToken } = configuration;
  const { bot, engine, storage, conversations, access, bundle } = parts;
  const unsent = createUnsent(access.limits.unsentOfAddress, access.limits.unsent);
  metrics.gauge('unsent_bytes', 'Bytes sent that peers have not read yet.', () => unsent.bytes);
  const tokens = createTokens(signingKey(data));
  const { teams, turn } = bot;
  return createServer({
    directLine: { adapter: bot.directLine, conversations, tokens, logic: turn, unsent },
    access,
    log,
    metrics,
    ...(metricsToken && { metricsToken }),
    holdings: () => engine.holdings,
    unready: () => (bot.paused() ? 'paused' : storage.failing ? 'unwritable' : undefined),
    page: (asked) => engine.page(asked),
    retentionDays,
    embedOrigins,
    assets: assetsOf(bundle.file),
    ...(teams && { mountTeams: (server) => mountTeams(server, teams, configuration.teams!.tenantId, turn) }),
  });
}

/** @throws PortError if the port or the address cannot be listened on */
function listen({ server }: RunningServer, { host, port }: Configuration): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(new PortError(host, port, error.code ?? error.message)),
    );
    server.listen(port, host, resolve);
  });
}

/** The configured port or address cannot be listened on. */
export class PortError extends ReplyBotError {
  override readonly name = 'PortError';
  readonly host: string;
  readonly port: number;
  /** `EADDRINUSE`, `EACCES`, …; the system's message where there is no code. */
  readonly code: string;

  constructor(host: string, port: number, code: string) {
    const faults: Readonly<Record<string, string>> = {
      EADDRINUSE: '已被占用',
      EACCES: '无权使用',
      EADDRNOTAVAIL: '不是本机的地址',
    };
    super(
      `${host}:${port} ${faults[code] ?? `不可用(${code})`}。请停止占用它的程序,或用 PORT、HOST 另指定端口或地址。`,
    );
    this.host = host;
    this.port = port;
    this.code = code;
  }
}

/** `npm start`: runs the bot until SIGTERM or SIGINT. */
async function main(): Promise<void> {
  keepToUser();
  const configuration = readConfiguration(readEnvironment());
  const log = createLog(configuration.logLevel);
  captureConsole(log);
  const metrics = createMetrics();
  const failed = createFailed(log, metrics);
  // No error ends the process once it runs: the state of conversations is in the database, not in memory.
  process.on('unhandledRejection', (error) => failed(error as Error, 'process'));
  if (process.getuid?.() === 0) log.warn('正以 root 身份运行。请另建一个普通用户来运行答复通。');
  const running = await start(configuration, { log, metrics });
  process.on('uncaughtException', (error) => failed(error, 'process'));
  log.info(`答复通已启动:http://${configuration.host}:${running.server.address().port}/`);
  if (!configuration.teams) log.info('未配置 MICROSOFT_APP_ID,不接入 Teams。');
  const stop = () => {
    log.info('正在停止……');
    void running.close().then(() => process.exit(0));
    setTimeout(() => process.exit(0), LAST_MOMENT).unref();
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

if (require.main === module) {
  main().catch((error: unknown) => {
    process.stderr.write(`${error instanceof ReplyBotError ? error.message : (error as Error).stack}\n`);
    process.exitCode = 1;
  });
}
