import { randomUUID } from 'node:crypto';
import type { Activity } from 'botbuilder';
import type { ActivityLog, LogEntry, LogPage } from '../storage/activityLog.js';

/** What is told to whoever follows a conversation. */
export interface Listener {
  /** There is something new in the log. */
  wake(): void;
  /** What is not in the log: a typing sign. */
  show(activity: Partial<Activity>): void;
}

/** A stretch of a conversation as JSON, `{"activities": […], "watermark": "1-<n>"}`: all up to place n is known. */
export interface Frame {
  readonly json: string;
  /** The place its last activity has; where it is empty, the place asked from. */
  readonly upTo: number;
  readonly empty: boolean;
}

/** A message that the process before this one left without an answer. */
export interface Unanswered {
  readonly activity: Partial<Activity>;
  /** Whether it was taken up again before: what ended the process twice is not tried a third time. */
  readonly resumed: boolean;
}

/** One conversation: its log, who listens, and its turns, one after another (对话). */
export interface Conversation {
  readonly id: string;
  /** Appends to the log and wakes every listener. */
  post(activity: Partial<Activity>): Partial<Activity>;
  /** Shows what is not to be remembered, a typing sign. */
  show(activity: Partial<Activity>): void;
  /** The next stretch behind a place, 0 for the beginning; empty where nothing is new. */
  since(place: number): Frame;
  /** The place a watermark stands for; 0 for one that is unknown. */
  placeOf(watermark: string | undefined): number;
  listen(listener: Listener): () => void;
  /** Runs after every turn queued before it has ended. */
  queue(turn: () => Promise<void>): Promise<void>;
  /** The activity posted under a client's own id before, if any. */
  posted(clientActivityId: string): Partial<Activity> | undefined;
  /** Messages of the user that were never answered, as when the process was killed meanwhile; told once. */
  takeUnanswered(): readonly Unanswered[];
  readonly length: number;
  /** Whether it is as long as one may be: a new one must be begun. */
  readonly full: boolean;
}

export interface Conversations {
  /** The conversation of an id, taken up again from the log when it was lost from memory. */
  open(id: string): Conversation;
  /** Forgets in memory who has been silent and away: the log is taken up from disk. */
  forget(): void;
  /** Conversations in memory. */
  readonly size: number;
}

/** Milliseconds of silence, with nobody listening, after which a conversation is only on disk. */
const AWAY = 60_000;
/** Activities of one conversation, and characters of its log: some two hundred questions with their answers. */
export const MOST_ACTIVITIES = 1000;
export const MOST_LOG_CHARACTERS = 1_000_000;
/** Unanswered messages taken up after a restart, the latest. */
const MOST_RESUMED = 5;

export function createConversations(log: ActivityLog): Conversations {
  const known = new Map<string, KeptConversation>();
  return {
    open(id) {
      const found = known.get(id);
      if (found) return found;
      const conversation = createConversation(id, log);
      known.set(id, conversation);
      return conversation;
    },
    forget() {
      const since = performance.now() - AWAY;
      for (const [id, conversation] of known) if (conversation.isAway(since)) known.delete(id);
    },
    get size() {
      return known.size;
    },
  };
}

interface KeptConversation extends Conversation {
  /** Whether all of it is written, nobody listens, no turn runs, and nothing came since a moment of `performance.now()`. */
  isAway(since: number): boolean;
}

/** What is known of a conversation without its words. */
interface Summary {
  length: number;
  /** Place of the last activity. */
  last: number;
  characters: number;
  /** `webchat:sequence-id` of the last activity. */
  sequence: number;
  unanswered: readonly (Unanswered & { readonly n: number })[];
}

function createConversation(id: string, log: ActivityLog): KeptConversation {
  const known = summaryOf(id, log);
  const listeners = new Set<Listener>();
  /** What could not be written yet; read as if it were. */
  let unwritten: LogEntry[] = [];
  let touched = performance.now();
  let running = 0;
  let turns: Promise<void> = Promise.resolve();

  const complete = (activity: Partial<Activity>): Partial<Activity> => {
    // Strictly increasing, and after a restart too: Web Chat orders by it.
    known.sequence = Math.max(known.sequence + 1, Date.now());
    return {
      ...activity,
      id: activity.id ?? randomUUID(),
      timestamp: new Date() as Activity['timestamp'],
      conversation: { id } as Activity['conversation'],
      channelData: { ...activity.channelData, 'webchat:sequence-id': known.sequence },
    };
  };
  const keep = (activity: Partial<Activity>) => {
    const client = activity.channelData?.clientActivityID as string | undefined;
    const body = JSON.stringify(activity);
    const entry = { n: known.last + 1, ...(client && { client }), body };
    known.last = entry.n;
    known.length++;
    known.characters += body.length;
    unwritten = [...unwritten, entry];
    if (log.append(id, unwritten)) unwritten = [];
  };
  const pageBehind = (place: number): LogPage => {
    const page = log.page(id, place);
    if (page.more || unwritten.length === 0) return page;
    const written = new Set(page.entries.map(({ n }) => n));
    const rest = unwritten.filter(({ n }) => n > place && !written.has(n));
    return { entries: [...page.entries, ...rest], more: false };
  };

  return {
    id,
    get length() {
      return known.length;
    },
    post(activity) {
      const posted = complete(activity);
      touched = performance.now();
      keep(posted);
      for (const listener of listeners) listener.wake();
      return posted;
    },
    show(activity) {
      const shown = complete(activity);
      for (const listener of listeners) listener.show(shown);
    },
    since(place) {
      const { entries } = pageBehind(place);
      const upTo = entries.at(-1)?.n ?? place;
      const json = `{"activities":[${entries.map(({ body }) => body).join(',')}],"watermark":"1-${upTo}"}`;
      return { json, upTo, empty: entries.length === 0 };
    },
    placeOf(watermark) {
      const place = Number(/^1-(\d{1,9})$/.exec(watermark ?? '')?.[1] ?? 0);
      return place <= known.last ? place : 0;
    },
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    queue(turn) {
      running++;
      const done = () => {
        running--;
      };
      turns = turns.then(turn, turn);
      turns.then(done, done);
      return turns;
    },
    takeUnanswered() {
      const taken = known.unanswered;
      known.unanswered = [];
      for (const { n } of taken) log.markResumed(id, n);
      return taken;
    },
    posted: (clientActivityId) =>
      log.byClient(id, clientActivityId) ??
      unwritten
        .filter(({ client }) => client === clientActivityId)
        .map(({ body }) => JSON.parse(body) as Partial<Activity>)[0],
    get full() {
      return known.length >= MOST_ACTIVITIES || known.characters >= MOST_LOG_CHARACTERS;
    },
    isAway: (since) => unwritten.length === 0 && listeners.size === 0 && running === 0 && touched < since,
  };
}

function summaryOf(id: string, log: ActivityLog): Summary {
  const summary: Summary = { length: 0, last: 0, characters: 0, sequence: 0, unanswered: [] };
  const open = new Map<string, Unanswered & { readonly n: number }>();
  for (const { n, body, resumed } of log.all(id)) {
    const activity = JSON.parse(body) as Partial<Activity>;
    summary.length++;
    summary.last = n;
    summary.characters += body.length;
    summary.sequence = Math.max(summary.sequence, Number(activity.channelData?.['webchat:sequence-id'] ?? 0));
    if (activity.replyToId) open.delete(activity.replyToId);
    if (activity.type === 'message' && activity.from?.role === 'user' && activity.id)
      open.set(activity.id, { activity, resumed, n });
  }
  summary.unanswered = [...open.values()].slice(-MOST_RESUMED);
  return summary;
}
