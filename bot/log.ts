import { format } from 'node:util';
import pino, { type DestinationStream, type Logger } from 'pino';

/**
 * The operators' log: one line of JSON per event on standard output, messages in Chinese, field names in English. It
 * holds no questions, answers or addresses. JSON escapes line breaks, so no value can forge a line.
 */
export type Log = Logger;

/**
 * @param level `fatal`, `error`, `warn`, `info` (default), `debug` or `silent`
 * @param destination default standard output
 */
export const createLog = (level = 'info', destination?: DestinationStream): Log =>
  pino({ level, base: undefined, timestamp: pino.stdTimeFunctions.isoTime }, destination ?? pino.destination(1));

/** Logs nothing. */
export const silentLog = (): Log => pino({ level: 'silent' });

/** Most characters of one line that a library prints. */
const MOST_PRINTED = 2000;

/** Sends what libraries print with `console` to the log instead. */
export function captureConsole(log: Log): void {
  for (const [name, level] of [
    ['log', 'info'],
    ['info', 'info'],
    ['warn', 'warn'],
    ['error', 'error'],
  ] as const)
    console[name] = (...values: unknown[]) => log[level]({ from: 'library' }, format(...values).slice(0, MOST_PRINTED));
}
