import { EVIDENCE, type Features } from './featureSchema.js';
import learnt from './ranker.json';

/**
 * A network of one hidden layer beside a linear part: `linear · x + out · tanh(x · hidden + bias)`; learnt by
 * `npm run train` on public reading-comprehension sets.
 */
export interface Network {
  /** One number for each kind of evidence, in the order of `EVIDENCE`. */
  readonly linear: readonly number[];
  /** For each hidden unit, one number for each kind of evidence. */
  readonly hidden: readonly (readonly number[])[];
  readonly bias: readonly number[];
  readonly out: readonly number[];
}

export const network: Network = learnt;

/** The learnt score of a row of evidence; higher is likelier to answer. */
export function scoreOfRow({ linear, hidden, bias, out }: Network, row: ArrayLike<number>): number {
  let score = dot(linear, row);
  for (let unit = 0; unit < out.length; unit++) score += out[unit]! * Math.tanh(bias[unit]! + dot(hidden[unit]!, row));
  return score;
}

/** The same of evidence by name. */
export const learntScore = (evidence: Features): number =>
  scoreOfRow(
    network,
    EVIDENCE.map((name) => evidence[name]),
  );

export function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
