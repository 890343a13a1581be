/** How what must not stop a talk is written: the time it bears, and who is told when it fails. */
export interface Journal {
  now(): Date;
  /** Runs a write; a failure is reported and goes no further. @returns whether it was written */
  surely(write: () => void): boolean;
  /** Whether the last write failed: the disk may be full. */
  readonly failing: boolean;
}

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
