import type { IncomingMessage } from 'node:http';
import { isIPv6 } from 'node:net';
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
}

export const LIMITS: Limits = {
  requests: 1200,
  conversations: 300,
  messages: 30,
  socketsOfAddress: 500,
  socketsOfConversation: 4,
  sockets: 12_000,
};

/** What is counted in a minute. */
export type Counted = 'requests' | 'conversations' | 'messages';

/** Who may come in, and how often (门). */
export interface Door {
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

/** Seconds of the window in which requests are counted. */
const WINDOW = 60;

/**
 * @param proxies addresses or networks of proxies whose `X-Forwarded-For` is believed: `10.0.0.0/8`, `loopback`
 * @param origins origins that may ask beside the request's own host
 */
export function createDoor(proxies: readonly string[], origins: readonly string[], limits: Limits = LIMITS): Door {
  const trust = proxyAddress.compile([...proxies]);
  const limiter = (points: number) => new RateLimiterMemory({ points, duration: WINDOW });
  const limiters: Readonly<Record<Counted, RateLimiterMemory>> = {
    requests: limiter(limits.requests),
    conversations: limiter(limits.conversations),
    messages: limiter(limits.messages),
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
        return Math.min(WINDOW, Math.max(1, Math.ceil(msBeforeNext / 1000)));
      }
    },
  };
}

/** An address as it is counted: of IPv6 the network of 64 bits, all of which one subscriber has. */
export function networkOf(address: string): string {
  if (!isIPv6(address) || address.startsWith('::ffff:')) return address;
  const [head = '', tail = ''] = address.split('::');
  const groups = head.split(':').filter(Boolean);
  const after = tail.split(':').filter(Boolean);
  const zeros = address.includes('::') ? Array<string>(Math.max(0, 8 - groups.length - after.length)).fill('0') : [];
  return `${[...groups, ...zeros, ...after].slice(0, 4).join(':')}::/64`;
}

/** How many there are of each; what there is none of takes no room. */
export class Tally {
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
