import { MOST_CHARACTERS, NotTextError } from './extracted.js';

/** Share of a text that may be no character of any script; of random bytes a quarter and more are none. */
const MOST_ODD = 0.05;

/** Control characters but those that part words and lines, what could not be decoded, and what Unicode does not define. */
const ODD = /[\p{Cn}\p{Co}\p{Cs}\uFFFD]|(?![\t\n\v\f\r])\p{Cc}/gu;

/**
 * Checks that a text is one, by as much of its start as a letter may have.
 *
 * @throws NotTextError where too many of its characters are of no script
 */
export function checkCharacters(file: string, text: string): void {
  const start = text.slice(0, MOST_CHARACTERS);
  const odd = start.match(ODD)?.length ?? 0;
  if (odd <= start.length * MOST_ODD) return;
  const before = start.slice(0, start.search(ODD));
  throw new NotTextError(file, odd / start.length, before.split('\n').length);
}
