/** Most activities remembered. */
const REMEMBERED = 5000;

/** Recognises an activity that Teams delivers a second time. */
export interface Deliveries {
  /** Whether the activity is new; true every time for one without an id. */
  isFirst(conversation: string, activity: string | undefined): boolean;
}

export function createDeliveries(): Deliveries {
  const seen = new Set<string>();
  return {
    isFirst(conversation, activity) {
      if (activity === undefined) return true;
      const key = `${conversation} ${activity}`;
      if (seen.has(key)) return false;
      seen.add(key);
      const [oldest] = seen;
      if (seen.size > REMEMBERED) seen.delete(oldest!);
      return true;
    },
  };
}
