import type { IncomingMessage } from 'node:http';
import { ReplyBotError } from '../../indexer/errors.js';

/**
 * The body of a request is refused: 400 malformed, 413 too large, 415 unsupported type or encoding. The message, in
 * English, is sent to the client.
 */
export class BodyError extends ReplyBotError {
  override readonly name = 'BodyError';
  readonly status: 400 | 413 | 415;

  constructor(status: 400 | 413 | 415, message: string) {
    super(message);
    this.status = status;
  }
}

/** Most bytes of a body, unless a route allows more. */
const MOST_BYTES = 64 * 1024;
/** Most levels of nesting in a body. */
const MOST_DEPTH = 20;
/** Most keys and array elements in a body. */
const MOST_KEYS = 2000;

/**
 * Reads a JSON body, with limits on its size, depth and number of keys. Compressed bodies are refused, since they may
 * expand without limit. An empty body is `undefined`.
 *
 * @param limit most bytes; default 64 KiB
 * @throws BodyError if the body is refused
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
    // The client has hung up.
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

/** @param depth levels of nesting still allowed @param seen counts keys over the whole body */
function checkShape(value: unknown, depth: number, seen: { keys: number }): void {
  if (typeof value !== 'object' || value === null) return;
  if (depth === 0) throw new BodyError(400, 'The body is nested too deep.');
  for (const [key, inner] of Object.entries(value)) {
    if (key === '__proto__') throw new BodyError(400, 'The body has a forbidden key.');
    if (++seen.keys > MOST_KEYS) throw new BodyError(400, 'The body has too many keys.');
    checkShape(inner, depth - 1, seen);
  }
}
