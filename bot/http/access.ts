import type { IncomingMessage } from 'node:http';
import ipaddr from 'ipaddr.js';
import proxyAddress from 'proxy-addr';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { isOurName } from './edge.js';

/** How much one address, one conversation and all clients together may use. */
export interface Limits {
  /** Requests per address and minute. */
  readonly requests: number;
  /** New conversations per address and minute. */
  readonly conversations: number;
  /** Messages per conversation and minute. */
  readonly messages: number;
  /** Open sockets per address. */
  readonly socketsOfAddress: number;
  /** Open sockets per conversation. */
  readonly socketsOfConversation: number;
  /** Open sockets in all. */
  readonly sockets: number;
  /** Requests for a person, per address and hour. */
  readonly handOffs: number;
  /** Bytes sent to one address that it has not read yet. */
  readonly unsentOfAddress: number;
  /** Bytes sent to all addresses that they have not read yet. */
  readonly unsent: number;
}

const MB = 2 ** 20;

/** The defaults. */
export const LIMITS: Limits = {
  requests: 1200,
  conversations: 300,
  messages: 30,
  socketsOfAddress: 500,
  socketsOfConversation: 4,
  sockets: 12_000,
  handOffs: 10,
  unsentOfAddress: 16 * MB,
  unsent: 128 * MB,
};

/** What is counted per window of time. */
export type Counted = 'requests' | 'conversations' | 'messages' | 'handOffs';

/** Length of each window in seconds. */
const WINDOW: Readonly<Record<Counted, number>> = { requests: 60, conversations: 60, messages: 60, handOffs: 3600 };

/** Who may connect, from where, and how often. */
export interface Access {
  readonly limits: Limits;
  /** `PUBLIC_ORIGIN`, without a trailing slash; absent when it is not configured. */
  readonly publicOrigin?: string;
  /** Rate-limit key of the client: see `networkOf`. Behind a trusted proxy, of the address in `X-Forwarded-For`. */
  addressOf(request: IncomingMessage): string;
  /** Whether a peer address is a trusted proxy. */
  trusts(peer: string): boolean;
  /** `https` over TLS, or when a trusted proxy says so in `X-Forwarded-Proto`. */
  schemeOf(request: IncomingMessage): 'http' | 'https';
  /**
   * Origin at which the client reached the bot: `publicOrigin`, else scheme and `Host` of the request.
   * `undefined` when `Host` is missing or malformed.
   */
  originOf(request: IncomingMessage): string | undefined;
  /** Whether `Host` is a name of this bot: see `isOurName`. */
  isOurHost(host: string): boolean;
  /** Whether `Origin` is this bot's or an allowed one; true without `Origin`, which only browsers send. */
  admitsOrigin(request: IncomingMessage): boolean;
  /** Counts one; resolves with the seconds to wait, 1 or more, when the limit is exceeded, else with `undefined`. */
  count(what: Counted, key: string): Promise<number | undefined>;
}

/** The part of the configuration that access depends on. */
export interface AccessSetting {
  /** Default: the request's own host. */
  readonly publicOrigin?: string;
  /** Origins of pages that may embed the chat. Default none. */
  readonly embedOrigins?: readonly string[];
  /** Addresses or networks whose `X-Forwarded-For` is believed: `10.0.0.0/8`, `loopback`. Default none. */
  readonly trustedProxies?: readonly string[];
  /** Default `LIMITS`. */
  readonly limits?: Limits;
}

/** `Host` as it is put into links: a name or address with an optional port. */
const PLAIN_HOST = /^[\w.[\]:-]{1,255}$/;

export function createAccess(setting: AccessSetting = {}): Access {
  const { publicOrigin, embedOrigins = [], trustedProxies = [], limits = LIMITS } = setting;
  const trust = proxyAddress.compile([...trustedProxies]);
  const ourHosts = new Set(publicOrigin ? [new URL(publicOrigin).host] : []);
  const admitted = new Set([...embedOrigins, ...(publicOrigin ? [publicOrigin] : [])]);
  const schemeOf = ({ socket, headers }: IncomingMessage) => {
    const proxied = trust(socket.remoteAddress ?? '127.0.0.1', 0) && headers['x-forwarded-proto'] === 'https';
    return proxied || 'encrypted' in socket ? 'https' : 'http';
  };
  return {
    limits,
    ...(publicOrigin && { publicOrigin }),
    addressOf: (request) => networkOf(proxyAddress(request, trust)),
    trusts: (peer) => peer !== '' && trust(peer, 0),
    schemeOf,
    originOf(request) {
      const { host } = request.headers;
      const ownOrigin = host && PLAIN_HOST.test(host) ? `${schemeOf(request)}://${host}` : undefined;
      return publicOrigin ?? ownOrigin;
    },
    isOurHost: (host) => isOurName(host, ourHosts),
    admitsOrigin({ headers: { origin, host } }) {
      if (origin === undefined) return true;
      return admitted.has(origin) || (origin !== 'null' && URL.canParse(origin) && new URL(origin).host === host);
    },
    count: createCounting(limits),
  };
}

/** Counts in memory, by `rate-limiter-flexible`. */
function createCounting(limits: Limits): Access['count'] {
  const limiter = (what: Counted) => new RateLimiterMemory({ points: limits[what], duration: WINDOW[what] });
  const limiters: Readonly<Record<Counted, RateLimiterMemory>> = {
    requests: limiter('requests'),
    conversations: limiter('conversations'),
    messages: limiter('messages'),
    handOffs: limiter('handOffs'),
  };
  return async (what, key) => {
    try {
      await limiters[what].consume(key);
      return undefined;
    } catch (refusal) {
      // A refusal is a plain object; an Error is a fault of the limiter.
      if (refusal instanceof Error) throw refusal;
      const { msBeforeNext } = refusal as { msBeforeNext: number };
      return Math.min(WINDOW[what], Math.max(1, Math.ceil(msBeforeNext / 1000)));
    }
  };
}

/**
 * Rate-limit key of an address: an IPv4 address itself, or the /64 network of an IPv6 one, which belongs to one
 * subscriber. `2001:db8::1` → `2001:db8:0:0::/64`; `::ffff:10.0.0.1` → `10.0.0.1`. Anything else is returned as it is.
 */
export function networkOf(address: string): string {
  if (!ipaddr.isValid(address)) return address;
  const ip = ipaddr.process(address);
  if (ip.kind() === 'ipv4') return ip.toString();
  const groups = (ip as ipaddr.IPv6).parts.slice(0, 4).map((part) => part.toString(16));
  return `${groups.join(':')}::/64`;
}

/** Counts per key; a key whose count falls to 0 takes no memory. */
export class Counter {
  private readonly counts = new Map<string, number>();

  of(key: string): number {
    return this.counts.get(key) ?? 0;
  }

  add(key: string, change: number): void {
    const count = this.of(key) + change;
    if (count > 0) this.counts.set(key, count);
    else this.counts.delete(key);
  }
}

/** The request target as a URL on `localhost`; an invalid target becomes `/%`, which no route matches. */
export function targetOf(url: string | undefined): URL {
  const base = 'http://localhost';
  return url !== undefined && URL.canParse(url, base) ? new URL(url, base) : new URL('/%', base);
}
