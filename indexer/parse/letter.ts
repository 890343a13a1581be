import { normalise } from '../text/normalise.js';
import type { Span } from '../text/span.js';
import { paragraphsOf } from './paragraphs.js';

/** A letter as its parsers read it. */
export interface Letter {
  /** As published, but for line ends (`\n`) and a byte order mark. */
  readonly text: string;
  /** The text as rules read it (see `normalise`); as long as the text, so that a span of the one is one of the other. */
  readonly normalised: string;
  /** Its paragraphs in order, trimmed, none empty. */
  readonly paragraphs: readonly Span[];
}

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

/** @param source as published, with line ends of any kind */
export function letterOf(source: string): Letter {
  const text = source.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
  const normalised = normalise(text);
  return { text, normalised, paragraphs: paragraphsOf(normalised) };
}
