// Retrieving: a Question in, Hits out, the best first, each with the features that carried it.
import type { QueryTerm } from '../understand/queryTerm.js';
import type { Features } from './featureSchema.js';
import type { ScoredSentence } from './features.js';

/** A sentence found (命中), and why it stands where it stands. */
export interface Hit extends ScoredSentence {
  readonly score: number;
  readonly features: Features & StructuralFeatures;
  /** The question's terms as they count within its letter. */
  readonly terms: readonly QueryTerm[];
}

/** Evidence that running text has none of: the letter's headings, staff's phrasings, the stage, the talk so far. */
export interface StructuralFeatures {
  /** What the headings above add to the sentence's coverage. */
  readonly heading: number;
  /** Coverage of the subject by the passage's own heading: it is about that. */
  readonly topic: number;
  /** Likeness to the nearest phrasings of the passage. */
  readonly phrasing: number;
  /** 1 of the stage asked for, -1 of the other, 0 when none is asked. */
  readonly stage: number;
  /** How much of the question its letter speaks of at all, relative to the best: which letter is meant. */
  readonly letter: number;
  /** 1 in the passages just talked about, 0.5 beside them. */
  readonly context: number;
  /** A refusal, where the question asks why something is not done. */
  readonly refusal: number;
  /** A sentence that only names or leads in. */
  readonly leadIn: number;
}
