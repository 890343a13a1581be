import { randomUUID } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Activity } from 'botbuilder';

/** What is pushed to a socket or a poll. */
export interface Frame {
  readonly activities: readonly Partial<Activity>[];
  /** `<epoch>-<n>`: everything up to position n of the log is known. */
  readonly watermark?: string;
}

/** One conversation: its log, who listens, and its turns, one after another (对话). */
export interface Conversation {
  readonly id: string;
  /** Appends to the log and pushes to every listener. */
  post(activity: Partial<Activity>): Partial<Activity>;
  /** Pushes what is not to be remembered, a typing sign. */
  show(activity: Partial<Activity>): void;
  /** What came after a watermark; everything when the watermark is unknown. */
  since(watermark: string | undefined): Frame;
  listen(push: (frame: Frame) => void): () => void;
  /** Runs after every turn queued before it has ended. */
  queue(turn: () => Promise<void>): Promise<void>;
  /** The activity posted under a client's own id before, if any. */
  posted(clientActivityId: string): Partial<Activity> | undefined;
  /** Messages of the user that were never answered, as when the process was killed meanwhile; told once. */
  takeUnanswered(): readonly Partial<Activity>[];
  readonly length: number;
  /** Whether it is as long as one may be: a new one must be begun. */
  readonly full: boolean;
}

export interface Conversations {
  /** The conversation of an id, taken up again from disk when it was lost from memory. */
  open(id: string): Conversation;
  /** Forgets in memory who has been silent and away: what is on disk is taken up from there. */
  forget(): void;
  /** Deletes from disk what has been kept long enough. */
  sweep(): void;
  /** Conversations in memory. */
  readonly size: number;
}

export interface Keeping {
  /** Where logs are kept, one line an activity; none keeps them in memory only. */
  readonly folder?: string;
  /** Days a silent conversation is kept on disk. Default 180. */
  readonly days?: number;
  /** Told what could not be written; the talk goes on in memory. */
  readonly onFault?: (error: Error) => void;
}

/** Milliseconds of silence, with nobody listening, after which a conversation is only on disk. */
const AWAY = 60_000;
/** Activities of one conversation, and characters of its log. */
export const MOST_ACTIVITIES = 2000;
const MOST_CHARACTERS = 8_000_000;

const ID = /^[A-Za-z0-9-]{8,64}$/;

export function createConversations({ folder, days = 180, onFault = () => {} }: Keeping = {}): Conversations {
  const known = new Map<string, KeptConversation>();
  if (folder) mkdirSync(folder, { recursive: true });
  return {
    open(id) {
      const found = known.get(id);
      if (found) return found;
      const file = folder && ID.test(id) ? join(folder, `${id}.jsonl`) : undefined;
      const conversation = createConversation(id, file, onFault);
      known.set(id, conversation);
      return conversation;
    },
    forget() {
      const since = performance.now() - AWAY;
      // One that is nowhere but in memory stays there.
      for (const [id, conversation] of known) if (conversation.isAway(since)) known.delete(id);
    },
    sweep() {
      if (!folder) return;
      const before = Date.now() - days * 86_400_000;
      for (const name of readdirSync(folder)) {
        const file = join(folder, name);
        if (!known.has(basename(name, '.jsonl')) && statSync(file).mtimeMs < before) rmSync(file, { force: true });
      }
    },
    get size() {
      return known.size;
    },
  };
}

interface KeptConversation extends Conversation {
  /** Whether it is on disk, nobody listens, no turn runs, and nothing came since a moment of `performance.now()`. */
  isAway(since: number): boolean;
}

function createConversation(id: string, file: string | undefined, onFault: (error: Error) => void): KeptConversation {
  const written = file && existsSync(file) ? readFileSync(file, 'utf8') : '';
  const log = readLog(written);
  const listeners = new Set<(frame: Frame) => void>();
  const posts = new Map<unknown, Partial<Activity>>(
    log.map((activity) => [activity.channelData?.clientActivityID, activity]),
  );
  let sequence = Math.max(0, ...log.map((activity) => Number(activity.channelData?.['webchat:sequence-id'] ?? 0)));
  let characters = written.length;
  let unanswered = unansweredOf(log);
  let touched = performance.now();
  let running = 0;
  let last: Promise<void> = Promise.resolve();

  // A line that was cut short, by a crash or a full disk, is closed before the next one is written.
  let torn = written !== '' && !written.endsWith('\n');
  let unwritten = '';
  const keep = (activity: Partial<Activity>) => {
    const line = `${JSON.stringify(activity)}\n`;
    characters += line.length;
    if (!file) return;
    unwritten += line;
    try {
      appendFileSync(file, torn ? `\n${unwritten}` : unwritten, { mode: 0o600 });
      torn = false;
      unwritten = '';
    } catch (error) {
      torn = true;
      onFault(error as Error);
    }
  };

  const complete = (activity: Partial<Activity>): Partial<Activity> => {
    // Strictly increasing, and after a restart too: Web Chat orders by it.
    sequence = Math.max(sequence + 1, Date.now());
    return {
      ...activity,
      id: activity.id ?? randomUUID(),
      timestamp: new Date() as Activity['timestamp'],
      conversation: { id } as Activity['conversation'],
      channelData: { ...activity.channelData, 'webchat:sequence-id': sequence },
    };
  };
  const watermark = () => `1-${log.length}`;

  return {
    id,
    get length() {
      return log.length;
    },
    post(activity) {
      const posted = complete(activity);
      touched = performance.now();
      log.push(posted);
      posts.set(posted.channelData?.clientActivityID, posted);
      keep(posted);
      for (const push of listeners) push({ activities: [posted], watermark: watermark() });
      return posted;
    },
    show(activity) {
      const shown = complete(activity);
      for (const push of listeners) push({ activities: [shown] });
    },
    since(mark) {
      const [epoch, position] = (mark ?? '').split('-');
      const from = epoch === '1' && Number(position) <= log.length ? Number(position) : 0;
      return { activities: log.slice(from || 0), watermark: watermark() };
    },
    listen(push) {
      listeners.add(push);
      return () => listeners.delete(push);
    },
    queue(turn) {
      running++;
      const done = () => {
        running--;
      };
      last = last.then(turn, turn);
      last.then(done, done);
      return last;
    },
    takeUnanswered() {
      const taken = unanswered;
      unanswered = [];
      return taken;
    },
    posted: (clientActivityId) => posts.get(clientActivityId),
    get full() {
      return log.length >= MOST_ACTIVITIES || characters >= MOST_CHARACTERS;
    },
    isAway: (since) =>
      file !== undefined && unwritten === '' && listeners.size === 0 && running === 0 && touched < since,
  };
}

function unansweredOf(log: readonly Partial<Activity>[]): readonly Partial<Activity>[] {
  const answered = new Set(log.map(({ replyToId }) => replyToId));
  return log.filter(({ type, from, id }) => type === 'message' && from?.role === 'user' && !answered.has(id));
}

/** The lines of a log; one cut short is passed over. */
function readLog(written: string): Partial<Activity>[] {
  return written.split('\n').flatMap((line) => {
    try {
      return line ? [JSON.parse(line) as Partial<Activity>] : [];
    } catch {
      return [];
    }
  });
}
