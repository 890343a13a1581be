// Deciding: hits in, one Decision out: what answers, how sure that is, what is missing. Made once for a question.
import type { Hit } from '../retrieve/hit.js';
import type { Knowledge } from '../understand/queryTerm.js';
import type { Question } from '../understand/question.js';
import { openChecks } from './answerChecks.js';
import {
  type Confidence,
  type ConfidenceFeatures,
  confidenceFeaturesOf,
  confidenceOf,
  type Findings,
} from './confidence.js';
import { hitsAbout, type Missing, missingOf, silentOn, unboundType } from './gaps.js';

export type { Missing } from './gaps.js';

/** What the hits of a question come to (判断). */
export interface Decision extends Confidence {
  /** The hits, the one first that tells what is asked. */
  readonly hits: readonly Hit[];
  /** What the best hit does not tell, if it does not. */
  readonly missing: Missing;
  /** What spoke for and against it. */
  readonly features: ConfidenceFeatures;
}

type Heard = Pick<Knowledge, 'index' | 'segmenter'>;

/** How far below the best a hit may stand that tells what the best does not; hits looked at. */
const BELOW = 1.5;
const LOOKED_AT = 4;
/** From this confidence on another hit is taken to tell what the best does not. */
const TELLS = 0.7;

/** Puts that hit first which tells what is asked, where the best does not and another near it does. */
export function decide(question: Question, hits: readonly Hit[], knowledge: Heard): Decision {
  const decision = assess(question, hits, knowledge);
  if (hits.length === 0 || decision.told >= TELLS) return decision;
  const near = hits.slice(1, LOOKED_AT).filter(({ score }) => score >= hits[0]!.score - BELOW);
  for (const hit of near) {
    const other = assess(question, [hit, ...hits.filter((one) => one !== hit)], knowledge);
    if (other.told >= TELLS) return other;
  }
  return decision;
}

/** What the hits come to in the order they stand. */
export function assess(question: Question, hits: readonly Hit[], knowledge: Heard): Decision {
  const findings = findingsOf(question, hits, knowledge);
  const features = confidenceFeaturesOf(question, hits, findings, knowledge);
  const { open, silent, unbound } = findings;
  return { hits, ...confidenceOf(features), missing: missingOf(question, hits[0], open, silent, unbound), features };
}

function findingsOf(question: Question, hits: readonly Hit[], knowledge: Heard): Findings {
  const [best] = hits;
  if (!best) return { open: new Set() };
  const { replies } = knowledge.index;
  const about = hitsAbout(question, hits, replies);
  const silent = silentOn(question, about, hits, replies);
  const unbound = unboundType(question, about);
  return { open: openChecks(question, best, knowledge), ...(silent && { silent }), ...(unbound && { unbound }) };
}
