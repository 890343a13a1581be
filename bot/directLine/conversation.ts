import type { Activity } from 'botbuilder';
import type { ActivityLog } from '../storage/activityLog.js';
import { createTurnQueue, type TurnQueue } from '../turnQueue.js';
import { openTranscript, type Transcript } from './transcript.js';

/** Follows a conversation. */
export interface Listener {
  /** Called when the transcript has grown. */
  wake(): void;
  /** Called with an activity that is not in the transcript: a typing sign. */
  show(activity: Partial<Activity>): void;
}

/** A stretch of a conversation, as it is sent to a client. */
export interface Frame {
  /** `{"activities":[…],"watermark":"1-<n>"}`: the client then knows everything up to place n. */
  readonly json: string;
  /** Place of its last activity; the place asked from when it is empty. */
  readonly upTo: number;
  readonly empty: boolean;
}

/** One conversation (对话): its transcript, its listeners, and its turns, one after another. */
export interface Conversation extends Pick<Transcript, 'length' | 'full' | 'posted' | 'takeUnanswered'> {
  readonly id: string;
  /** Completes an activity, appends it and wakes every listener. */
  post(activity: Partial<Activity>): Partial<Activity>;
  /** Sends listeners an activity that is not kept: a typing sign. */
  show(activity: Partial<Activity>): void;
  /** The next stretch after a place, 0 for the beginning; empty when there is nothing new. */
  since(place: number): Frame;
  /** The place of a watermark `1-<n>`; 0 for an unknown one. */
  placeOf(watermark: string | undefined): number;
  /** @returns stops listening */
  listen(listener: Listener): () => void;
  /** Runs a turn when all earlier ones of this conversation have ended. */
  queue(turn: () => Promise<void>): Promise<void>;
}

/** The conversations of Direct Line; those in use are in memory, all are on disk. */
export interface Conversations {
  /** The conversation of an id: from memory, from disk, or new. */
  open(id: string): Conversation;
  /** Drops from memory what is idle: nothing posted for `IDLE`, no listener, no turn, nothing unwritten. */
  forget(): void;
  /** Number of conversations in memory. */
  readonly size: number;
}

/** Milliseconds without activity after which a conversation may be dropped from memory. */
const IDLE = 60_000;

interface KeptConversation extends Conversation {
  /** Whether it may be dropped. @param since time of `performance.now()` after which nothing must have been posted */
  isIdle(since: number): boolean;
}

export function createConversations(log: ActivityLog): Conversations {
  const turns = createTurnQueue();
  const known = new Map<string, KeptConversation>();
  return {
    open(id) {
      const found = known.get(id);
      if (found) return found;
      const conversation = createConversation(id, openTranscript(id, log), turns);
      known.set(id, conversation);
      return conversation;
    },
    forget() {
      const since = performance.now() - IDLE;
      for (const [id, conversation] of known) if (conversation.isIdle(since)) known.delete(id);
    },
    get size() {
      return known.size;
    },
  };
}

function createConversation(id: string, transcript: Transcript, turns: TurnQueue): KeptConversation {
  const listeners = new Set<Listener>();
  let touched = performance.now();
  return {
    id,
    get length() {
      return transcript.length;
    },
    get full() {
      return transcript.full;
    },
    posted: transcript.posted,
    takeUnanswered: transcript.takeUnanswered,
    post(activity) {
      const posted = transcript.complete(activity);
      touched = performance.now();
      transcript.append(posted);
      for (const listener of listeners) listener.wake();
      return posted;
    },
    show(activity) {
      const shown = transcript.complete(activity);
      for (const listener of listeners) listener.show(shown);
    },
    since(place) {
      const entries = transcript.after(place);
      const upTo = entries.at(-1)?.n ?? place;
      const json = `{"activities":[${entries.map(({ body }) => body).join(',')}],"watermark":"1-${upTo}"}`;
      return { json, upTo, empty: entries.length === 0 };
    },
    placeOf(watermark) {
      const place = Number(/^1-(\d{1,9})$/.exec(watermark ?? '')?.[1] ?? 0);
      return place <= transcript.last ? place : 0;
    },
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    queue: (turn) => turns.run(id, turn),
    isIdle: (since) => transcript.written && listeners.size === 0 && !turns.isBusy(id) && touched < since,
  };
}
