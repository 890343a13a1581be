import { setTimeout as sleep } from 'node:timers/promises';

/** An activity as a client sees it. */
export interface Seen {
  readonly id: string;
  readonly type: string;
  readonly text?: string;
  readonly from: { readonly id: string; readonly role: string };
  readonly replyToId?: string;
  readonly channelData: Record<string, unknown>;
  readonly suggestedActions?: { readonly actions: readonly { readonly value: string }[] };
  readonly entities?: readonly {
    readonly '@id'?: string;
    readonly citation?: readonly { readonly appearance: { readonly text: string } }[];
    readonly potentialAction?: readonly { readonly '@type': string; readonly '@id': string }[];
  }[];
}

export interface CallOptions {
  readonly token?: string;
  /** Default POST. */
  readonly method?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** One request of Direct Line; a body that is a string goes as it is. */
export async function call(
  origin: string,
  path: string,
  { token, method = 'POST', body, headers = {} }: CallOptions = {},
) {
  const response = await fetch(`${origin}/v3/directline${path}`, {
    method,
    headers: {
      ...(token && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  return {
    status: response.status,
    headers: response.headers,
    body: (await response.json().catch(() => ({}))) as Record<string, unknown>,
  };
}

/** A conversation spoken over HTTP alone. */
export interface Chat {
  readonly status: number;
  readonly id: string;
  readonly token: string;
  readonly streamUrl: string;
  /** Posts an activity. */
  send(activity: object): Promise<{ readonly status: number; readonly body: Record<string, unknown> }>;
  log(): Promise<Seen[]>;
  /** Asks and waits for what replies to it. */
  ask(question: string | object): Promise<Seen>;
}

export async function openChat(origin: string): Promise<Chat> {
  const { body: made } = await call(origin, '/tokens/generate');
  const { status, body } = await call(origin, '/conversations', { token: made['token'] as string, body: {} });
  const [id, token, streamUrl] = ['conversationId', 'token', 'streamUrl'].map((name) => body[name] as string);
  const path = `/conversations/${id}/activities`;
  const send = (activity: object) => call(origin, path, { token: token!, body: activity });
  const log = async () => {
    const seen: Seen[] = [];
    for (let watermark = ''; ; ) {
      const { body: page } = await call(origin, `${path}?watermark=${watermark}`, { token: token!, method: 'GET' });
      const activities = page['activities'] as Seen[];
      if (activities.length === 0) return seen;
      seen.push(...activities);
      watermark = page['watermark'] as string;
    }
  };
  return {
    status,
    id: id!,
    token: token!,
    streamUrl: streamUrl!,
    send,
    log,
    async ask(question) {
      const posted = await send(typeof question === 'string' ? { type: 'message', text: question } : question);
      for (const end = Date.now() + 10_000; Date.now() < end; await sleep(20)) {
        const reply = (await log()).find(({ replyToId }) => replyToId === posted.body['id']);
        if (reply) return reply;
      }
      throw new Error(`no answer to ${JSON.stringify(question)} (${posted.status})`);
    },
  };
}
