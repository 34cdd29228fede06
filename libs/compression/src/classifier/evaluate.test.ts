import { dense, disposeNetwork, GraphBuilder, networkFrom } from '@polymath/tensor';
import { afterAll, describe, expect, it } from 'vitest';
import { accuracyOf, confusionOf } from './evaluate.js';
import { arraySource } from './input-source.js';

// A network that gives back its three inputs as logits.
const graph = new GraphBuilder([3]);
graph.layer('fc', dense(3, 3));
const identity = networkFrom(
  graph.build(),
  new Map([
    ['fc.weight', Float32Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1)],
    ['fc.bias', new Float32Array(3)],
  ]),
);
afterAll(() => disposeNetwork(identity));

const source = (predicted: number[], labels: number[]) => {
  const rows = predicted.flatMap((label) => [0, 1, 2].map((c) => Number(c === label)));
  return { ...arraySource(Float32Array.from(rows), [3]), labels: Int32Array.from(labels) };
};

describe('confusionOf', () => {
  it('counts what each class is taken for', () => {
    const data = source([0, 0, 2, 1, 2], [0, 0, 0, 1, 1]);
    expect(confusionOf(identity, data)).toEqual([[2, 0, 1], [0, 1, 1], [0, 0, 0]]); // prettier-ignore
    expect(accuracyOf(identity, data)).toBe(3 / 5);
  });

  it('has a row for a class that the network does not know', () => {
    expect(confusionOf(identity, source([1], [3]))[3]).toEqual([0, 1, 0, 0]);
  });
});
