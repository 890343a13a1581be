/** Bounds the bytes that are sent but not read yet: each client must not hold memory by not reading. */
export interface Unsent {
  /**
   * Reserves room for bytes about to be sent to an address. One message always fits when nothing else is unsent.
   *
   * @returns frees the room, further calls do nothing; `undefined` when there is no room
   */
  hold(address: string, bytes: number): (() => void) | undefined;
  /** Bytes reserved for all addresses together. */
  readonly bytes: number;
}

/**
 * @param ofAddress most bytes per address
 * @param ofAll most bytes of all addresses together
 */
export function createUnsent(ofAddress: number, ofAll: number): Unsent {
  const held = new Map<string, number>();
  let all = 0;
  return {
    hold(address, bytes) {
      const before = held.get(address) ?? 0;
      // A single page may be larger than the limit.
      if (before > 0 && before + bytes > ofAddress) return undefined;
      if (all > 0 && all + bytes > ofAll) return undefined;
      held.set(address, before + bytes);
      all += bytes;
      let isFreed = false;
      return () => {
        if (isFreed) return;
        isFreed = true;
        all -= bytes;
        const rest = held.get(address)! - bytes;
        if (rest > 0) held.set(address, rest);
        else held.delete(address);
      };
    },
    get bytes() {
      return all;
    },
  };
}
