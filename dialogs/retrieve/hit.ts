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

/** Features beyond running text: the headings of the letter, the phrasings of staff, the stage, the conversation. */
export interface StructuralFeatures {
  /** What the headings above add to the sentence's coverage. */
  readonly heading: number;
  /** Coverage of the subject by the passage's own heading, [0, 1]. */
  readonly topic: number;
  /** Likeness to the nearest phrasings of the passage. */
  readonly phrasing: number;
  /** 1 for the stage asked for, -1 for the other one, 0 when the question asks for none. */
  readonly stage: number;
  /** How much of the question its letter mentions, over the letter that mentions most, [0, 1]. */
  readonly letter: number;
  /** 1 in the passages quoted last, 0.6 beside them, 0.5 elsewhere in their letter, else 0. */
  readonly context: number;
  /** 1 for a refusal, where the question asks why something is not done. */
  readonly refusal: number;
  /** 1 for a sentence that only repeats its headings or leads into the next. */
  readonly leadIn: number;
}
