import { format } from 'node:util';
import pino, { type DestinationStream, type Logger } from 'pino';

/**
 * What operators read: one line of JSON an event, on standard output. Never what was asked or answered, no address; a
 * line break in a value is written as `\n`, so nothing typed makes a line of its own.
 */
export type Log = Logger;

/** @param level default `info` */
export const createLog = (level = 'info', destination?: DestinationStream): Log =>
  pino({ level, base: undefined, timestamp: pino.stdTimeFunctions.isoTime }, destination ?? pino.destination(1));

/** Logs nothing. */
export const silentLog = (): Log => pino({ level: 'silent' });

/** What libraries print goes through the log: a stranger's token may stand in it. */
export function captureConsole(log: Log): void {
  for (const [name, level] of [
    ['log', 'info'],
    ['info', 'info'],
    ['warn', 'warn'],
    ['error', 'error'],
  ] as const)
    console[name] = (...values: unknown[]) => log[level]({ from: 'library' }, format(...values).slice(0, 2000));
}
