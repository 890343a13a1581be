/** Bytes on their way to peers that have not read them yet: counted when sent, until the last has left. */
export interface Unsent {
  /**
   * Takes room for bytes about to be sent to an address.
   *
   * @returns gives the room back, to be called once; `undefined` where there is none
   */
  hold(address: string, bytes: number): (() => void) | undefined;
  /** Of all addresses together. */
  readonly bytes: number;
}

/**
 * @param ofAddress most bytes of one address
 * @param ofAll most bytes of all together
 */
export function createUnsent(ofAddress: number, ofAll: number): Unsent {
  const held = new Map<string, number>();
  let all = 0;
  return {
    hold(address, bytes) {
      const before = held.get(address) ?? 0;
      // What is alone always fits: a page may be larger than the limit.
      if (before > 0 && before + bytes > ofAddress) return undefined;
      if (all > 0 && all + bytes > ofAll) return undefined;
      held.set(address, before + bytes);
      all += bytes;
      let given = false;
      return () => {
        if (given) return;
        given = true;
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
