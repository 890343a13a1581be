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
  /** The last message of the user that was never answered, as when the process was killed meanwhile; told once. */
  takeUnanswered(): Partial<Activity> | undefined;
  readonly length: number;
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
/** Activities of one conversation; beyond it a new one must be begun. */
export const MOST_ACTIVITIES = 2000;

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

/** A line that was cut short by a crash is closed, so that the next one is a line of its own. */
function closeLine(file: string): void {
  const text = readFileSync(file);
  if (text.length > 0 && text.at(-1) !== 10) appendFileSync(file, '\n');
}

function createConversation(id: string, file: string | undefined, onFault: (error: Error) => void): KeptConversation {
  const log: Partial<Activity>[] = file && existsSync(file) ? readLog(file) : [];
  const listeners = new Set<(frame: Frame) => void>();
  let sequence = Math.max(0, ...log.map((activity) => Number(activity.channelData?.['webchat:sequence-id'] ?? 0)));
  let last: Promise<void> = Promise.resolve();
  let unanswered = unansweredOf(log);
  let touched = performance.now();
  let running = 0;
  let whole = true;
  const attempt = (write: () => void) => {
    try {
      write();
    } catch (error) {
      whole = false;
      onFault(error as Error);
    }
  };
  if (file && existsSync(file)) attempt(() => closeLine(file));
  const posts = new Map<unknown, Partial<Activity>>();
  for (const activity of log) posts.set(activity.channelData?.clientActivityID, activity);
  const keep = (activity: Partial<Activity>) => {
    if (file) attempt(() => appendFileSync(file, `${JSON.stringify(activity)}\n`));
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
      unanswered = undefined;
      return taken;
    },
    posted: (clientActivityId) => posts.get(clientActivityId),
    isAway: (since) => file !== undefined && whole && listeners.size === 0 && running === 0 && touched < since,
  };
}

function unansweredOf(log: readonly Partial<Activity>[]): Partial<Activity> | undefined {
  const asked = log.findLast(({ type, from }) => type === 'message' && from?.role === 'user');
  return asked && !log.some(({ replyToId }) => replyToId === asked.id) ? asked : undefined;
}

/** The lines of a log; one cut short by a crash is passed over. */
function readLog(file: string): Partial<Activity>[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line) => {
      try {
        return line ? [JSON.parse(line) as Partial<Activity>] : [];
      } catch {
        return [];
      }
    });
}
