import { expect, it } from 'vitest';
import { sum } from '../kernels/index.js';
import { randomStream } from '../random/index.js';
import { tidy } from '../scope.js';
import { grad } from '../tape.js';
import { floatsOf, tensor } from '../tensor.js';
import { GraphBuilder } from './builder.js';
import { forward } from './forward.js';
import { createNetwork } from './network.js';

const size = 10_000;
const rate = 0.15;
const graph = new GraphBuilder([size]);
graph.layer('dropout', { op: 'dropout', rate });
const network = createNetwork(graph.build(), randomStream(1, 'weights'));
const draw = (seed: number) => ({ mode: 'training' as const, dropout: randomStream(seed, 'drop') });

it('takes nothing out unless it is given a stream to draw from', () => {
  tidy(() => {
    const x = randomStream(1, 'x').normal([1, size]);
    expect(floatsOf(forward(network, x, { mode: 'training' }))).toEqual(floatsOf(x));
    expect(floatsOf(forward(network, x))).toEqual(floatsOf(x));
  });
});

it('takes out the share, scales the rest, and repeats for a stream', () => {
  tidy(() => {
    const ones = tensor(new Float32Array(size).fill(1), [1, size]);
    const values = floatsOf(forward(network, ones, draw(1)));
    const gone = values.filter((value) => value === 0).length / size;
    // Four standard deviations of a binomial share.
    expect(Math.abs(gone - rate)).toBeLessThan(4 * Math.sqrt((rate * (1 - rate)) / size));
    expect(new Set(values)).toEqual(new Set([0, Math.fround(1 / (1 - rate))]));
    expect(floatsOf(forward(network, ones, draw(1)))).toEqual(values);
    expect(floatsOf(forward(network, ones, draw(2)))).not.toEqual(values);
  });
});

it('has the gradient of what it let through', () => {
  tidy(() => {
    const x = tensor(new Float32Array(size).fill(3), [1, size]);
    x.requiresGrad = true;
    const y = forward(network, x, draw(1));
    const expected = floatsOf(y).map((value) => value / 3);
    const [gradient] = grad(sum(y), [x]);
    floatsOf(gradient!).forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, 6));
  });
});
