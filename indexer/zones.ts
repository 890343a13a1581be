import type { Span } from './span.js';

/** Which paragraphs are what; indexes into the letter's paragraphs. */
export interface Zones {
  /** The form of address, or -1. */
  readonly addressee: number;
  /** First paragraph of the body: the opening that names the suggestion. */
  readonly body: number;
  /** First paragraph of the sign-off; the number of paragraphs when there is none. */
  readonly signOff: number;
  /** Paragraphs of the deputy's own text, [start, end): before the answer in a record, or after the sign-off. */
  readonly suggestions: readonly Span[];
}
