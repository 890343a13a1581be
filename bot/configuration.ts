import { existsSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import proxyAddress from 'proxy-addr';
import { ReplyBotError } from '../indexer/errors.js';
import { LIMITS, type Limits } from './http/access.js';
import { RETENTION_DAYS } from './storage/retention.js';

/** The project's folder: the nearest above this file that contains a `package.json`. */
export const HOME = ((): string => {
  let folder = __dirname;
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder);
  return folder;
})();

/** Environment variables by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The environment, completed from the file `.env` of the project; variables that are set win over the file. */
export function readEnvironment(): Environment {
  const file = join(HOME, '.env');
  if (existsSync(file)) process.loadEnvFile(file);
  return process.env;
}

/** Everything that the environment decides; read once, at start. `.env.example` explains the variables. */
export interface Configuration {
  /** Default 3978; 0 for any free port. */
  readonly port: number;
  /** Address to listen on. Default 127.0.0.1. */
  readonly host: string;
  /** Folder of the corpus, absolute. Default `corpus`. */
  readonly corpus: string;
  /** Folder of lexicon, stop words and thesaurus, absolute. Default `corpus`. */
  readonly knowledge: string;
  /** Folder that the bot writes to (index, web chat, key, database), absolute. Default `var`. */
  readonly data: string;
  /** Origin at which browsers reach the bot, without a trailing slash. Default: the `Host` of each request. */
  readonly publicOrigin?: string;
  /** Origins of pages that may embed the chat. Default none. */
  readonly embedOrigins: readonly string[];
  /** Proxies whose `X-Forwarded-For` is believed: addresses or networks. Default none. */
  readonly trustedProxies: readonly string[];
  /** Bearer token of `/metrics`, 16 characters or more; without one the route does not exist. */
  readonly metricsToken?: string;
  readonly limits: Limits;
  /** `fatal`, `error`, `warn`, `info` (default), `debug` or `silent`. */
  readonly logLevel: string;
  /** The notice that everyone gets instead of an answer; present while the bot is paused. */
  readonly paused?: string;
  /** Days that answers, judgements and conversations are kept, 1 to 3650. Default `RETENTION_DAYS`. */
  readonly retentionDays: number;
  /** Present when Teams is configured. */
  readonly teams?: TeamsConfiguration;
}

export interface TeamsConfiguration {
  readonly appId: string;
  readonly appPassword: string;
  readonly tenantId: string;
  /** Id of the Teams conversation in which staff read requests. Default none. */
  readonly staffConversation?: string;
}

/** The environment has values that cannot be used. */
export class ConfigurationError extends ReplyBotError {
  override readonly name = 'ConfigurationError';
  /** All of them, one sentence in Chinese each. */
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(`配置有误:\n${faults.map((fault) => `- ${fault}`).join('\n')}\n各变量的说明见 .env.example。`);
    this.faults = faults;
  }
}

/** @throws ConfigurationError that names every fault */
export function readConfiguration(env: Environment): Configuration {
  const reader = createReader(env);
  const configuration = {
    port: readInteger(reader, 'PORT', 3978, 0, 65535),
    ...readOrigins(reader),
    limits: readLimits(reader),
    logLevel: readLogLevel(reader),
    retentionDays: readInteger(reader, 'RETENTION_DAYS', RETENTION_DAYS, 1, 3650),
    ...readTeams(reader),
    ...readPaused(reader),
    host: reader.text('HOST') ?? '127.0.0.1',
    corpus: folderAt(reader.text('CORPUS_DIR') ?? 'corpus'),
    knowledge: folderAt(reader.text('KNOWLEDGE_DIR') ?? 'corpus'),
    data: folderAt(reader.text('DATA_DIR') ?? 'var'),
  };
  if (reader.faults.length > 0) throw new ConfigurationError(reader.faults);
  return configuration;
}

/** Reads variables, and collects what is wrong with them. */
interface Reader {
  /** The value without space around it; `undefined` when it is missing or empty. */
  text(name: string): string | undefined;
  /** The value as it was given, for messages. */
  raw(name: string): string | undefined;
  /** The parts of a value that are separated by commas or space. */
  list(name: string): readonly string[];
  readonly faults: string[];
}

function createReader(env: Environment): Reader {
  const text = (name: string) => env[name]?.trim() || undefined;
  return {
    text,
    raw: (name) => env[name],
    list: (name) => (text(name) ?? '').split(/[\s,]+/).filter(Boolean),
    faults: [],
  };
}

/** A relative path is one in the project's folder. */
const folderAt = (path: string): string => (isAbsolute(path) ? path : join(HOME, path));

function readInteger(reader: Reader, name: string, usual: number, least: number, most: number): number {
  const value = Number(reader.text(name) ?? usual);
  if (!Number.isInteger(value) || value < least || value > most)
    reader.faults.push(`${name}=${reader.raw(name)}:应为 ${least} 到 ${most} 的整数`);
  return value;
}

const ORIGIN = /^https?:\/\/[\w.[\]:-]+$/;

/** Who may reach the bot, from where, and who may read its metrics. */
function readOrigins(
  reader: Reader,
): Pick<Configuration, 'publicOrigin' | 'embedOrigins' | 'trustedProxies' | 'metricsToken'> {
  const { faults } = reader;
  const publicOrigin = reader.text('PUBLIC_ORIGIN');
  if (publicOrigin && !ORIGIN.test(publicOrigin))
    faults.push(`PUBLIC_ORIGIN=${publicOrigin}:应形如 https://bot.example.gov.cn,末尾不带斜线`);
  const embedOrigins = reader.list('EMBED_ORIGINS');
  for (const origin of embedOrigins)
    if (!ORIGIN.test(origin))
      faults.push(`EMBED_ORIGINS 中的 ${origin}:应形如 https://www.example.gov.cn,末尾不带斜线`);
  const trustedProxies = reader.list('TRUSTED_PROXIES');
  for (const network of trustedProxies)
    if (!isNetwork(network))
      faults.push(`TRUSTED_PROXIES 中的 ${network}:应为 IP 地址或网段,如 10.0.0.1 或 10.0.0.0/8`);
  const metricsToken = reader.text('METRICS_TOKEN');
  if (metricsToken && metricsToken.length < 16) faults.push('METRICS_TOKEN:应有 16 个字符以上');
  return {
    ...(publicOrigin && { publicOrigin }),
    embedOrigins,
    trustedProxies,
    ...(metricsToken && { metricsToken }),
  };
}

/** Whether `proxy-addr` accepts it. It refuses `0.0.0.0/0`, with which any client could claim any address. */
function isNetwork(network: string): boolean {
  try {
    proxyAddress.compile(network);
    return true;
  } catch {
    return false;
  }
}

function readLimits(reader: Reader): Limits {
  const limit = (name: string, usual: number): number => {
    const most = Number(reader.text(name) ?? usual);
    if (!Number.isInteger(most) || most < 1) reader.faults.push(`${name}=${reader.raw(name)}:应为正整数`);
    return most;
  };
  return {
    ...LIMITS,
    requests: limit('LIMIT_REQUESTS', LIMITS.requests),
    conversations: limit('LIMIT_CONVERSATIONS', LIMITS.conversations),
    socketsOfAddress: limit('LIMIT_SOCKETS', LIMITS.socketsOfAddress),
    handOffs: limit('LIMIT_HANDOFFS', LIMITS.handOffs),
    unsent: limit('LIMIT_UNSENT_MB', LIMITS.unsent / 2 ** 20) * 2 ** 20,
  };
}

const LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'silent'];

function readLogLevel(reader: Reader): string {
  const level = reader.text('LOG_LEVEL') ?? 'info';
  if (!LEVELS.includes(level)) reader.faults.push(`LOG_LEVEL=${level}:应为 ${LEVELS.join('、')} 之一`);
  return level;
}

function readPaused(reader: Reader): Pick<Configuration, 'paused'> {
  const paused = reader.text('BOT_PAUSED');
  return paused ? { paused } : {};
}

function readTeams(reader: Reader): Pick<Configuration, 'teams'> {
  const appId = reader.text('MICROSOFT_APP_ID');
  const appPassword = reader.text('MICROSOFT_APP_PASSWORD');
  const tenantId = reader.text('MICROSOFT_APP_TENANT_ID');
  const staffConversation = reader.text('STAFF_CONVERSATION');
  const given = [appId, appPassword, tenantId].filter(Boolean).length;
  if (given > 0 && given < 3)
    reader.faults.push(
      'MICROSOFT_APP_ID、MICROSOFT_APP_PASSWORD、MICROSOFT_APP_TENANT_ID 须一并填写,或一并留空(留空则不接入 Teams)',
    );
  if (staffConversation && given < 3)
    reader.faults.push('STAFF_CONVERSATION 是 Teams 的会话,须先配置 MICROSOFT_APP_ID 等三项');
  if (!appId || !appPassword || !tenantId) return {};
  return { teams: { appId, appPassword, tenantId, ...(staffConversation && { staffConversation }) } };
}
