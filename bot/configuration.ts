import { existsSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import proxyAddress from 'proxy-addr';
import { ReplyBotError } from '../indexer/errors.js';
import { LIMITS, type Limits } from './http/access.js';

/** The project's folder: the nearest above this file that holds a `package.json`. */
export const HOME = ((): string => {
  let folder = __dirname;
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder);
  return folder;
})();

/** The environment, with what `.env` says where the environment is silent. Read once, at start. */
export function readEnvironment(): Readonly<Record<string, string | undefined>> {
  const file = join(HOME, '.env');
  if (existsSync(file)) process.loadEnvFile(file);
  return process.env;
}

/** Everything the environment decides; read once, at start. */
export interface Configuration {
  /** Default 3978. */
  readonly port: number;
  /** Address listened on. Default 127.0.0.1. */
  readonly host: string;
  /** Folder of the corpus. Default `corpus`. */
  readonly corpus: string;
  /** Folder of lexicon, stop words and thesaurus. Default `corpus`. */
  readonly knowledge: string;
  /** Folder the bot writes to: index, web chat, keys, conversations. Default `var`. */
  readonly data: string;
  /** Origin browsers reach the bot at, without a slash at the end; default: what the request says. */
  readonly publicOrigin?: string;
  /** Origins of pages that may show the chat in a frame of theirs. Default none. */
  readonly embedOrigins: readonly string[];
  /** Proxies whose `X-Forwarded-For` is believed: addresses or networks. Default none. */
  readonly trustedProxies: readonly string[];
  /** Whoever brings it may read `/metrics`; without one there is no such page. */
  readonly metricsToken?: string;
  readonly limits: Limits;
  /** `fatal`, `error`, `warn`, `info` (default), `debug` or `silent`. */
  readonly logLevel: string;
  /** What everybody is told instead of an answer; present while the bot is paused. */
  readonly paused?: string;
  /** Days answers, judgements and conversations are kept. Default 180. */
  readonly retentionDays: number;
  /** Present when Teams is configured. */
  readonly teams?: TeamsConfiguration;
}

export interface TeamsConfiguration {
  readonly appId: string;
  readonly appPassword: string;
  readonly tenantId: string;
  /** The Teams conversation in which staff read what is handed to them; default nobody does. */
  readonly staffConversation?: string;
}

/** The environment asks for what cannot be; every fault is named. */
export class ConfigurationError extends ReplyBotError {
  override readonly name = 'ConfigurationError';
  constructor(readonly faults: readonly string[]) {
    super(`配置有误:\n${faults.map((fault) => `- ${fault}`).join('\n')}\n各变量的说明见 .env.example。`);
  }
}

const LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'silent'];

/** All addresses at once, `0.0.0.0/0`, are none: everybody could then say to be anybody. */
function isNetwork(network: string): boolean {
  try {
    proxyAddress.compile(network);
    return true;
  } catch {
    return false;
  }
}

const ORIGIN = /^https?:\/\/[\w.[\]:-]+$/;

/** @throws ConfigurationError naming every fault at once */
export function readConfiguration(env: Readonly<Record<string, string | undefined>>): Configuration {
  const faults: string[] = [];
  const at = (folder: string) => (isAbsolute(folder) ? folder : join(HOME, folder));
  const value = (name: string) => env[name]?.trim() || undefined;

  const port = Number(value('PORT') ?? 3978);
  if (!Number.isInteger(port) || port < 0 || port > 65535) faults.push(`PORT=${env['PORT']}:应为 0 到 65535 的整数`);

  const publicOrigin = value('PUBLIC_ORIGIN');
  if (publicOrigin && !ORIGIN.test(publicOrigin))
    faults.push(`PUBLIC_ORIGIN=${publicOrigin}:应形如 https://bot.example.gov.cn,末尾不带斜线`);

  const listOf = (name: string): string[] => (value(name) ?? '').split(/[\s,]+/).filter(Boolean);
  const embedOrigins = listOf('EMBED_ORIGINS');
  for (const origin of embedOrigins)
    if (!ORIGIN.test(origin))
      faults.push(`EMBED_ORIGINS 中的 ${origin}:应形如 https://www.example.gov.cn,末尾不带斜线`);

  const trustedProxies = listOf('TRUSTED_PROXIES');
  for (const network of trustedProxies)
    if (!isNetwork(network))
      faults.push(`TRUSTED_PROXIES 中的 ${network}:应为 IP 地址或网段,如 10.0.0.1 或 10.0.0.0/8`);
  const metricsToken = value('METRICS_TOKEN');
  if (metricsToken && metricsToken.length < 16) faults.push('METRICS_TOKEN:应有 16 个字符以上');

  const limit = (name: string, usual: number): number => {
    const most = Number(value(name) ?? usual);
    if (!Number.isInteger(most) || most < 1) faults.push(`${name}=${env[name]}:应为正整数`);
    return most;
  };
  const limits: Limits = {
    ...LIMITS,
    requests: limit('LIMIT_REQUESTS', LIMITS.requests),
    conversations: limit('LIMIT_CONVERSATIONS', LIMITS.conversations),
    socketsOfAddress: limit('LIMIT_SOCKETS', LIMITS.socketsOfAddress),
    handOffs: limit('LIMIT_HANDOFFS', LIMITS.handOffs),
    unsent: limit('LIMIT_UNSENT_MB', LIMITS.unsent / 2 ** 20) * 2 ** 20,
  };

  const logLevel = value('LOG_LEVEL') ?? 'info';
  if (!LEVELS.includes(logLevel)) faults.push(`LOG_LEVEL=${logLevel}:应为 ${LEVELS.join('、')} 之一`);

  const retentionDays = Number(value('RETENTION_DAYS') ?? 180);
  if (!Number.isInteger(retentionDays) || retentionDays < 1 || retentionDays > 3650)
    faults.push(`RETENTION_DAYS=${env['RETENTION_DAYS']}:应为 1 到 3650 的整数`);

  const [appId, appPassword, tenantId] = ['MICROSOFT_APP_ID', 'MICROSOFT_APP_PASSWORD', 'MICROSOFT_APP_TENANT_ID'].map(
    value,
  );
  const given = [appId, appPassword, tenantId].filter(Boolean).length;
  if (given > 0 && given < 3)
    faults.push(
      'MICROSOFT_APP_ID、MICROSOFT_APP_PASSWORD、MICROSOFT_APP_TENANT_ID 须一并填写,或一并留空(留空则不接入 Teams)',
    );

  const staffConversation = value('STAFF_CONVERSATION');
  if (staffConversation && given < 3)
    faults.push('STAFF_CONVERSATION 是 Teams 的会话,须先配置 MICROSOFT_APP_ID 等三项');

  if (faults.length > 0) throw new ConfigurationError(faults);
  return {
    port,
    host: value('HOST') ?? '127.0.0.1',
    corpus: at(value('CORPUS_DIR') ?? 'corpus'),
    knowledge: at(value('KNOWLEDGE_DIR') ?? 'corpus'),
    data: at(value('DATA_DIR') ?? 'var'),
    ...(publicOrigin && { publicOrigin }),
    embedOrigins,
    trustedProxies,
    ...(metricsToken && { metricsToken }),
    limits,
    logLevel,
    ...(value('BOT_PAUSED') && { paused: value('BOT_PAUSED')! }),
    retentionDays,
    ...(appId &&
      appPassword &&
      tenantId && { teams: { appId, appPassword, tenantId, ...(staffConversation && { staffConversation }) } }),
  };
}
