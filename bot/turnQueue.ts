/** Runs the turns of one conversation one after another: each reads and writes the conversation's state as a whole. */
export interface TurnQueue {
  /** Runs a turn when all earlier ones of the conversation have ended, by success or failure. Settles as it does. */
  run(conversation: string, turn: () => Promise<void>): Promise<void>;
  /** Whether a turn of the conversation is running or waiting. */
  isBusy(conversation: string): boolean;
}

export function createTurnQueue(): TurnQueue {
  /** The last turn of each conversation that has one running or waiting. */
  const last = new Map<string, Promise<void>>();
  return {
    async run(conversation, turn) {
      const mine = (last.get(conversation) ?? Promise.resolve()).then(turn, turn);
      last.set(conversation, mine);
      try {
        await mine;
      } finally {
        if (last.get(conversation) === mine) last.delete(conversation);
      }
    },
    isBusy: (conversation) => last.has(conversation),
  };
}
