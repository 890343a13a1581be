/** Writes whose failure must not stop a turn. */
export interface Journal {
  /** The time to store with what is written. */
  now(): Date;
  /** Runs a write and reports its failure instead of throwing. @returns whether it succeeded */
  surely(write: () => void): boolean;
  /** Whether the last write failed: the disk may be full. */
  readonly failing: boolean;
}

/** @param onFault told of each failure; default ignores it */
export function createJournal(onFault: (error: Error) => void = () => {}, now: () => Date = () => new Date()): Journal {
  let failing = false;
  return {
    now,
    surely(write) {
      try {
        write();
        failing = false;
      } catch (error) {
        failing = true;
        onFault(error as Error);
      }
      return !failing;
    },
    get failing() {
      return failing;
    },
  };
}
