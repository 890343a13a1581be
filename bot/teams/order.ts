/** Activities remembered, so that one that is delivered again is not answered again. */
const REMEMBERED = 5000;

/** Turns of one conversation one after another, each activity once: the state of a talk is written as a whole. */
export interface Order {
  /** Runs after every turn of the conversation that came before; resolves at once for an activity that was taken. */
  run(conversation: string, activity: string | undefined, turn: () => Promise<void>): Promise<void>;
}

export function createOrder(): Order {
  const last = new Map<string, Promise<void>>();
  const taken = new Set<string>();
  return {
    async run(conversation, activity, turn) {
      const key = `${conversation} ${activity}`;
      if (activity !== undefined && taken.has(key)) return;
      taken.add(key);
      const [oldest] = taken;
      if (taken.size > REMEMBERED) taken.delete(oldest!);
      const mine = (last.get(conversation) ?? Promise.resolve()).then(turn, turn);
      last.set(conversation, mine);
      try {
        await mine;
      } finally {
        if (last.get(conversation) === mine) last.delete(conversation);
      }
    },
  };
}
