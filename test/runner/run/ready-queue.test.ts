import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ReadyQueue } from '../../../src/runner/run/ready-queue.ts';

function drain(queue: ReadyQueue): number[] {
  const taken: number[] = [];
  while (queue.length > 0) taken.push(queue.take()!);
  return taken;
}

describe('the queue of nodes that are ready', () => {
  test('gives the longest chain first and, of equal ones, the earlier node', () => {
    const queue = new ReadyQueue([1, 5, 5, 2], 'longest-first');
    for (const index of [3, 2, 0, 1]) queue.add(index);
    expect(drain(queue)).toEqual([1, 2, 3, 0]);
  });

  test('turned round gives exactly the opposite order', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 9 })), (weights) => {
        const queues = (['longest-first', 'reversed'] as const).map(
          (order) => new ReadyQueue(weights, order),
        );
        for (const queue of queues) for (const index of weights.keys()) queue.add(index);
        const [forward, backward] = queues.map(drain);
        expect(backward).toEqual(forward!.toReversed());
      }),
    );
  });

  test('keeps its order while nodes come and go', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }), fc.boolean())), (moves) => {
        const weights = moves.map(([weight]) => weight);
        const queue = new ReadyQueue(weights, 'longest-first');
        const plain: number[] = [];
        moves.forEach(([, takes], index) => {
          queue.add(index);
          plain.push(index);
          plain.sort((a, b) => weights[b]! - weights[a]! || a - b);
          if (takes) expect(queue.take()).toBe(plain.shift());
        });
        expect(drain(queue)).toEqual(plain);
      }),
    );
  });

  test('that is empty has nothing to give', () => {
    expect(new ReadyQueue([], 'longest-first').take()).toBeUndefined();
  });
});
