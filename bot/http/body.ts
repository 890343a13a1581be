import type { IncomingMessage } from 'node:http';

/** A request's body cannot be taken; the status tells why: 400, 413 or 415. */
export class BodyError extends Error {
  override readonly name = 'BodyError';
  readonly status: 400 | 413 | 415;

  constructor(status: 400 | 413 | 415, message: string) {
    super(message);
    this.status = status;
  }
}

/** Most bytes of a body. */
export const MOST_BYTES = 64 * 1024;
/** Deepest nesting of JSON, and keys and elements of it all. */
const MOST_DEPTH = 20;
const MOST_KEYS = 2000;

/**
 * Reads a JSON body: identity encoding only, for a compressed body's size cannot be trusted; limited in bytes, depth
 * and keys. An empty body is `undefined`.
 *
 * @throws BodyError
 */
export async function readJson(request: IncomingMessage, limit = MOST_BYTES): Promise<unknown> {
  const encoding = request.headers['content-encoding'];
  if (encoding && encoding !== 'identity') throw new BodyError(415, `Content-Encoding ${encoding} is not taken.`);
  const type = request.headers['content-type'];
  const announced = Number(request.headers['content-length'] ?? 0);
  if (announced > limit) throw new BodyError(413, `The body is larger than ${limit} bytes.`);
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      length += chunk.length;
      if (length > limit) throw new BodyError(413, `The body is larger than ${limit} bytes.`);
      chunks.push(chunk);
    }
  } catch (error) {
    // A peer that hangs up in the midst is no fault of ours.
    throw (error as NodeJS.ErrnoException).code === 'ECONNRESET'
      ? new BodyError(400, 'The body was cut short.')
      : error;
  }
  if (length === 0) return undefined;
  if (type && !/^application\/json\b/i.test(type))
    throw new BodyError(415, `Content-Type ${type.slice(0, 80)} is not taken.`);
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks)));
  } catch {
    throw new BodyError(400, 'The body is not JSON.');
  }
  checkShape(value, MOST_DEPTH, { keys: 0 });
  return value;
}

function checkShape(value: unknown, depth: number, seen: { keys: number }): void {
  if (typeof value !== 'object' || value === null) return;
  if (depth === 0) throw new BodyError(400, 'The body is nested too deep.');
  for (const [key, inner] of Object.entries(value)) {
    if (key === '__proto__') throw new BodyError(400, 'The body has a forbidden key.');
    if (++seen.keys > MOST_KEYS) throw new BodyError(400, 'The body has too many keys.');
    checkShape(inner, depth - 1, seen);
  }
}
