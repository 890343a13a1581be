import { randomUUID } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
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
}

const ID = /^[A-Za-z0-9-]{8,64}$/;

/** @param folder where logs are kept, one line an activity; none keeps them in memory only */
export function createConversations(folder?: string): Conversations {
  const known = new Map<string, Conversation>();
  if (folder) mkdirSync(folder, { recursive: true });
  return {
    open(id) {
      const found = known.get(id);
      if (found) return found;
      const conversation = createConversation(id, folder && ID.test(id) ? join(folder, `${id}.jsonl`) : undefined);
      known.set(id, conversation);
      return conversation;
    },
  };
}

function createConversation(id: string, file: string | undefined): Conversation {
  const log: Partial<Activity>[] = file && existsSync(file) ? readLog(file) : [];
  const listeners = new Set<(frame: Frame) => void>();
  let sequence = Math.max(0, ...log.map((activity) => Number(activity.channelData?.['webchat:sequence-id'] ?? 0)));
  let last: Promise<void> = Promise.resolve();
  let unanswered = unansweredOf(log);

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
      const whole = complete(activity);
      log.push(whole);
      if (file) appendFileSync(file, `${JSON.stringify(whole)}\n`);
      for (const push of listeners) push({ activities: [whole], watermark: watermark() });
      return whole;
    },
    show(activity) {
      const whole = complete(activity);
      for (const push of listeners) push({ activities: [whole] });
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
      last = last.then(turn, turn);
      return last;
    },
    takeUnanswered() {
      const taken = unanswered;
      unanswered = undefined;
      return taken;
    },
    posted: (clientActivityId) => log.find((activity) => activity.channelData?.clientActivityID === clientActivityId),
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
