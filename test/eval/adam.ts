/** What is learnt: how many weights, for how long, and which way each may go. */
export interface Task {
  readonly size: number;
  readonly steps: number;
  /** Length of a step. */
  readonly rate: number;
  /** The gradient of what is to grow, at the weights. */
  gradient(weights: Float64Array): Float64Array;
  /** How strongly a weight is drawn to 0; default 0. */
  decay?(weight: number): number;
  /** A weight put back where it may be; default anywhere. */
  within?(value: number, weight: number): number;
}

/** Full-batch Adam (Kingma and Ba 2015), β 0.9 and 0.999, ε 1e-8, climbing; each weight put back after each step. */
export function climb({ size, steps, rate, gradient, decay = () => 0, within = (value) => value }: Task): Float64Array {
  const weights = new Float64Array(size);
  const mean = new Float64Array(size);
  const square = new Float64Array(size);
  for (let step = 1; step <= steps; step++) {
    const slope = gradient(weights);
    for (let i = 0; i < size; i++) {
      const g = slope[i]! - decay(i) * weights[i]!;
      mean[i] = 0.9 * mean[i]! + 0.1 * g;
      square[i] = 0.999 * square[i]! + 0.001 * g * g;
      const next =
        weights[i]! + (rate * (mean[i]! / (1 - 0.9 ** step))) / (Math.sqrt(square[i]! / (1 - 0.999 ** step)) + 1e-8);
      weights[i] = within(next, i);
    }
  }
  return weights;
}
