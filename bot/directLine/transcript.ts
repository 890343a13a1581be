import { randomUUID } from 'node:crypto';
import type { Activity } from 'botbuilder';
import type { ActivityLog, LogEntry } from '../storage/activityLog.js';

/** A message of the user without an answer: the process ended before it was given. */
export interface Unanswered {
  readonly activity: Partial<Activity>;
  /** Whether it was resumed before; it is not resumed twice, since it may be what ended the process. */
  readonly resumed: boolean;
}

/** The activities of one conversation, in order; those that could not be written yet are kept in memory. */
export interface Transcript {
  /** Number of activities. */
  readonly length: number;
  /** Whether the conversation is as long as one may be. */
  readonly full: boolean;
  /** Whether all of it is on disk. */
  readonly written: boolean;
  /** Place of the last activity, counted from 1; 0 when there is none. Gaps are possible. */
  readonly last: number;
  /** Gives an activity its id, time, conversation and sequence number. */
  complete(activity: Partial<Activity>): Partial<Activity>;
  /** Appends a completed activity. */
  append(activity: Partial<Activity>): void;
  /** The activities after a place, as many as are sent at once. */
  after(place: number): readonly LogEntry[];
  /** The activity that a client posted under an id of its own. */
  posted(clientActivityId: string): Partial<Activity> | undefined;
  /** The latest unanswered messages, which count as resumed from then on; empty at the second call. */
  takeUnanswered(): readonly Unanswered[];
}

/** Most activities of one conversation: some 200 questions with their answers. */
export const MOST_ACTIVITIES = 1000;
/** Most characters of one conversation's log. */
const MOST_LOG_CHARACTERS = 1_000_000;
/** Most messages resumed after a restart. */
const MOST_RESUMED = 5;
/** Key in `channelData` of the number by which Web Chat orders activities. */
const SEQUENCE = 'webchat:sequence-id';

/** Facts about a conversation without its words. */
interface Summary {
  length: number;
  last: number;
  characters: number;
  /** Sequence number of the last activity, in milliseconds since 1970. */
  sequence: number;
  unanswered: readonly (Unanswered & { readonly n: number })[];
}

export function openTranscript(id: string, log: ActivityLog): Transcript {
  const known = summaryOf(id, log);
  /** Entries that could not be written yet; read as if they were. */
  let unwritten: LogEntry[] = [];
  return {
    get length() {
      return known.length;
    },
    get full() {
      return known.length >= MOST_ACTIVITIES || known.characters >= MOST_LOG_CHARACTERS;
    },
    get written() {
      return unwritten.length === 0;
    },
    get last() {
      return known.last;
    },
    complete(activity) {
      // Strictly increasing, across restarts too.
      known.sequence = Math.max(known.sequence + 1, Date.now());
      return {
        ...activity,
        id: activity.id ?? randomUUID(),
        timestamp: new Date() as Activity['timestamp'],
        conversation: { id } as Activity['conversation'],
        channelData: { ...activity.channelData, [SEQUENCE]: known.sequence },
      };
    },
    append(activity) {
      const client = activity.channelData?.clientActivityID as string | undefined;
      const body = JSON.stringify(activity);
      known.last++;
      known.length++;
      known.characters += body.length;
      unwritten = [...unwritten, { n: known.last, ...(client && { client }), body }];
      if (log.append(id, unwritten)) unwritten = [];
    },
    after(place) {
      const { entries, more } = log.page(id, place);
      if (more || unwritten.length === 0) return entries;
      const written = new Set(entries.map(({ n }) => n));
      return [...entries, ...unwritten.filter(({ n }) => n > place && !written.has(n))];
    },
    posted: (clientActivityId) =>
      log.byClient(id, clientActivityId) ??
      unwritten
        .filter(({ client }) => client === clientActivityId)
        .map(({ body }) => JSON.parse(body) as Partial<Activity>)[0],
    takeUnanswered() {
      const taken = known.unanswered;
      known.unanswered = [];
      for (const { n } of taken) log.markResumed(id, n);
      return taken;
    },
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
    summary.sequence = Math.max(summary.sequence, Number(activity.channelData?.[SEQUENCE] ?? 0));
    if (activity.replyToId) open.delete(activity.replyToId);
    if (activity.type === 'message' && activity.from?.role === 'user' && activity.id)
      open.set(activity.id, { activity, resumed, n });
  }
  summary.unanswered = [...open.values()].slice(-MOST_RESUMED);
  return summary;
}
