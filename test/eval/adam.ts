/** What is learnt: how many weights, for how long, and which way each may go. */
export interface Task {
  readonly size: number;
  readonly steps: number;
  /** Length of a step; `falls`: shorter from step to step, towards 0. */
  readonly rate: number;
  readonly falls?: boolean;
  /** Where the climb begins; default at 0. */
  readonly start?: Float64Array;
  /** The gradient of what is to grow, at the weights; of one batch after the other where they are many. */
  gradient(weights: Float64Array): Float64Array;
  /** How strongly a weight is drawn to 0; default 0. */
  decay?(weight: number): number;
  /** A weight put back where it may be; default anywhere. */
  within?(value: number, weight: number): number;
}

/** Adam (Kingma and Ba 2015), β 0.9 and 0.999, ε 1e-8, climbing; each weight put back after each step. */
export function climb({
  size,
  steps,
  rate,
  falls = false,
  start,
  gradient,
  decay = () => 0,
  within = (value) => value,
}: Task): Float64Array {
  const weights = start ? Float64Array.from(start) : new Float64Array(size);
  const mean = new Float64Array(size);
  const square = new Float64Array(size);
  for (let step = 1; step <= steps; step++) {
    const slope = gradient(weights);
    const length = falls ? rate * (1 - step / steps) : rate;
    for (let i = 0; i < size; i++) {
      const g = slope[i]! - decay(i) * weights[i]!;
      mean[i] = 0.9 * mean[i]! + 0.1 * g;
      square[i] = 0.999 * square[i]! + 0.001 * g * g;
      const next =
        weights[i]! + (length * (mean[i]! / (1 - 0.9 ** step))) / (Math.sqrt(square[i]! / (1 - 0.999 ** step)) + 1e-8);
      weights[i] = within(next, i);
    }
  }
  return weights;
}
