import { UnreadableFileError } from '../errors.js';

/** The text of bytes in the encoding named, else in UTF-8, else in GB 18030, which most other letters are in. */
export function decodeText(bytes: Uint8Array, charset?: string): string {
  for (const name of [...(charset ? [charset] : []), 'utf-8']) {
    try {
      return new TextDecoder(name, { fatal: true }).decode(bytes);
    } catch {
      // Not in this one.
    }
  }
  return new TextDecoder('gb18030').decode(bytes);
}

/** The encoding that an HTML page names in its head. */
export const charsetOf = (bytes: Uint8Array): string | undefined =>
  /charset=["']?([\w-]+)/i.exec(Buffer.from(bytes.subarray(0, 2048)).toString('latin1'))?.[1];

/**
 * The text of a file that must be UTF-8.
 *
 * @throws UnreadableFileError for bytes that are not; it says whether they look like GB 18030
 */
export function decode(file: string, bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new UnreadableFileError(file, firstInvalid(bytes), looksLikeGb(bytes) ? 'GB18030' : undefined);
  }
}

/** Whether the bytes, read as GB 18030, hold one of the commonest characters. */
function looksLikeGb(bytes: Buffer): boolean {
  try {
    return /[的一是在]/.test(new TextDecoder('gb18030', { fatal: true }).decode(bytes));
  } catch {
    return false;
  }
}

/** Offset of the first byte that is not UTF-8. */
function firstInvalid(bytes: Buffer): number {
  let low = 0;
  let high = bytes.length;
  const valid = (length: number) => {
    try {
      new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, length), { stream: true });
      return true;
    } catch {
      return false;
    }
  };
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (valid(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}
