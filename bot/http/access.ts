import type { IncomingMessage } from 'node:http';
import ipaddr from 'ipaddr.js';
import proxyAddress from 'proxy-addr';
import { RateLimiterMemory } from 'rate-limiter-flexible';

/** How much one address, one conversation and all together may ask of the server. */
export interface Limits {
  /** Requests of an address in a minute. */
  readonly requests: number;
  /** Conversations an address may begin in a minute. */
  readonly conversations: number;
  /** Messages of a conversation in a minute. */
  readonly messages: number;
  /** Sockets of an address, of a conversation, and of all. */
  readonly socketsOfAddress: number;
  readonly socketsOfConversation: number;
  readonly sockets: number;
  /** Requests for a person, of an address in an hour. */
  readonly handOffs: number;
  /** Bytes sent and not read yet, of an address and of all. */
  readonly unsentOfAddress: number;
  readonly unsent: number;
}

const MB = 2 ** 20;

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

/** What is counted in a window of time. */
export type Counted = 'requests' | 'conversations' | 'messages' | 'handOffs';

/** Seconds of the window in which each is counted. */
const WINDOW: Readonly<Record<Counted, number>> = { requests: 60, conversations: 60, messages: 60, handOffs: 3600 };

/** Who may come in, and how often (门). */
export interface Access {
  /** The address a request comes from; behind a trusted proxy, the one it names. */
  addressOf(request: IncomingMessage): string;
  /** Whether a peer is a proxy that is believed. */
  trusts(peer: string): boolean;
  /** `https` over TLS, or where a trusted proxy says so. */
  schemeOf(request: IncomingMessage): 'http' | 'https';
  /** Whether the page a request comes from is ours or an allowed one; a request without `Origin` comes from no page. */
  knows(request: IncomingMessage): boolean;
  /** Counts one; resolves with the seconds to wait when it is one too many. */
  count(what: Counted, key: string): Promise<number | undefined>;
  readonly limits: Limits;
}

/**
 * @param proxies addresses or networks of proxies whose `X-Forwarded-For` is believed: `10.0.0.0/8`, `loopback`
 * @param origins origins that may ask beside the request's own host
 */
export function createAccess(proxies: readonly string[], origins: readonly string[], limits: Limits = LIMITS): Access {
  const trust = proxyAddress.compile([...proxies]);
  const limiter = (what: Counted) => new RateLimiterMemory({ points: limits[what], duration: WINDOW[what] });
  const limiters: Readonly<Record<Counted, RateLimiterMemory>> = {
    requests: limiter('requests'),
    conversations: limiter('conversations'),
    messages: limiter('messages'),
    handOffs: limiter('handOffs'),
  };
  return {
    limits,
    addressOf: (request) => networkOf(proxyAddress(request, trust)),
    trusts: (peer) => peer !== '' && trust(peer, 0),
    schemeOf({ socket, headers }) {
      const proxied = trust(socket.remoteAddress ?? '127.0.0.1', 0) && headers['x-forwarded-proto'] === 'https';
      return proxied || 'encrypted' in socket ? 'https' : 'http';
    },
    knows({ headers }) {
      const { origin, host } = headers;
      if (origin === undefined) return true;
      return origins.includes(origin) || (origin !== 'null' && URL.canParse(origin) && new URL(origin).host === host);
    },
    async count(what, key) {
      try {
        await limiters[what].consume(key);
        return undefined;
      } catch (refusal) {
        if (refusal instanceof Error) throw refusal;
        const { msBeforeNext } = refusal as { msBeforeNext: number };
        return Math.min(WINDOW[what], Math.max(1, Math.ceil(msBeforeNext / 1000)));
      }
    },
  };
}

/**
 * The key an address is counted by: an IPv4 address as it is, of IPv6 the network of 64 bits, all of which one
 * subscriber has. `2001:db8::1` → `2001:db8:0:0::/64`; `::ffff:10.0.0.1` → `10.0.0.1`. What is no address is itself.
 */
export function networkOf(address: string): string {
  if (!ipaddr.isValid(address)) return address;
  const ip = ipaddr.process(address);
  if (ip.kind() === 'ipv4') return ip.toString();
  const groups = (ip as ipaddr.IPv6).parts.slice(0, 4).map((part) => part.toString(16));
  return `${groups.join(':')}::/64`;
}

/** How many there are of each; what there is none of takes no room. */
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

/** What a request asks for; one that is no address asks for the root of nothing. */
export function targetOf(url: string | undefined): URL {
  const base = 'http://localhost';
  return url !== undefined && URL.canParse(url, base) ? new URL(url, base) : new URL('/%', base);
}
