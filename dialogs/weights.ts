import type { Evidence } from './evidence.js';
import learnt from './weights.json';

/** One number for each kind of evidence; learnt by `npm run train` on public reading-comprehension sets. */
export type Weights = { readonly [name in keyof Evidence]: number };

export const weights: Weights = learnt;

export function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
