import type { Quote } from '../answer/answer.js';
import type { Citation } from '../render/render.js';

/** The address at which a citation opens in the whole letter, where there is one. */
export type LinkOf = (quote: Quote) => string | undefined;

/** A question that is asked by pressing it. */
export interface Button {
  readonly label: string;
  readonly question: string;
}

/** What a channel's renderer is handed. */
export interface Message {
  /** The answer's id, by which it is judged; absent where there is nothing to judge. */
  readonly id?: string;
  readonly text: string;
  /** The same without markup, its sources below. */
  readonly plain: string;
  readonly citations: readonly Citation[];
  readonly titleOf: (citation: Citation) => string;
  readonly linkOf: LinkOf;
  readonly buttons: readonly Button[];
}
