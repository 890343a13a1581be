import { EVIDENCE } from '../../../dialogs/retrieve/featureSchema.js';
import { network, scoreOfRow } from '../../../dialogs/retrieve/ranker.js';

describe('the learnt score', () => {
  it('is a linear part and, of each hidden unit, its output times the tanh of its input', () => {
    const small = { linear: [1, 0], hidden: [[0, 2]], bias: [0.5], out: [3] };
    expect(scoreOfRow(small, [0.5, 0.25])).toBeCloseTo(0.5 + 3 * Math.tanh(1));
  });

  it('has one number for each kind of evidence in every row, and a bias and an output for each unit', () => {
    const rows = [network.linear, ...network.hidden];
    expect(rows.map((row) => row.length)).toEqual(rows.map(() => EVIDENCE.length));
    expect(network.bias).toHaveLength(network.hidden.length);
    expect(network.out).toHaveLength(network.hidden.length);
  });
});
