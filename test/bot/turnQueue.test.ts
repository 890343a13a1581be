import { setTimeout as sleep } from 'node:timers/promises';
import { createTurnQueue } from '../../bot/turnQueue.js';

describe('the turns of a conversation', () => {
  it('run one after another in the order they came, those of other conversations beside them', async () => {
    const { run, isBusy } = createTurnQueue();
    const seen: string[] = [];
    const turn = (name: string, wait: number) => async () => {
      await sleep(wait);
      seen.push(name);
    };
    const all = Promise.all([
      run('a', turn('a1', 30)),
      run('a', turn('a2', 1)),
      run('b', turn('b1', 5)),
      run('a', () => Promise.reject(new Error('a3'))).catch(() => seen.push('a3 failed')),
      run('a', turn('a4', 1)),
    ]);
    expect([isBusy('a'), isBusy('b'), isBusy('c')]).toEqual([true, true, false]);
    await all;
    expect(seen).toEqual(['b1', 'a1', 'a2', 'a3 failed', 'a4']);
    expect([isBusy('a'), isBusy('b')]).toEqual([false, false]);
  });
});
