import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Parameter, type Parameters } from '../parameter.js';
import { tidy } from '../scope.js';
import { floatsOf, sizeOf, tensor } from '../tensor.js';
import { adam } from './adam.js';
import type { Optimizer } from './optimizer.js';
import { sgd } from './sgd.js';

type Name = 'matrix' | 'vector';
type Values = Record<Name, number[]>;

/** Made by tools/golden/src/optimizers.py from PyTorch 2.9.1: gradients, and parameters after steps 1 and 20. */
const golden = JSON.parse(
  readFileSync(new URL('golden/optimizers.json', import.meta.url), 'utf8'),
) as {
  shapes: Record<Name, number[]>;
  gradients: Values[];
  values: Record<string, Record<'1' | '20', Values>>;
};

const cases: [string, (parameters: Parameters) => Optimizer][] = [
  ['adam', (p) => adam(p, { learningRate: 0.01 })],
  [
    'adam, other decays',
    (p) => adam(p, { learningRate: 0.1, beta1: 0.5, beta2: 0.9, epsilon: 1e-4 }),
  ],
  ['adam, decay', (p) => adam(p, { learningRate: 0.01, weightDecay: 5e-4 })],
  ['sgd', (p) => sgd(p, { learningRate: 0.1 })],
  ['sgd, momentum', (p) => sgd(p, { learningRate: 0.1, momentum: 0.9 })],
  [
    'sgd, momentum and decay',
    (p) => sgd(p, { learningRate: 0.1, momentum: 0.9, weightDecay: 5e-4 }),
  ],
];

/** Zeros and ones in turn, as the script begins. */
function startingParameters(): Map<Name, Parameter> {
  const names = Object.keys(golden.shapes) as Name[];
  return new Map(
    names.map((name) => {
      const shape = golden.shapes[name];
      const values = Float32Array.from({ length: sizeOf(shape) }, (_, i) => i % 2);
      return [name, new Parameter(values, shape)];
    }),
  );
}

/** Within 1e-6 of each value, eight units in the last place. */
function expectClose(parameters: Map<Name, Parameter>, expected: Values): void {
  for (const [name, parameter] of parameters) {
    const values = floatsOf(parameter);
    expected[name].forEach((value, i) => {
      expect(Math.abs(values[i]! - value), `${name}[${i}] = ${value}`).toBeLessThanOrEqual(
        1e-6 * Math.abs(value),
      );
    });
  }
}

describe.each(cases)('%s', (name, make) => {
  it("gives PyTorch's parameters after 1 and 20 steps", () => {
    const parameters = startingParameters();
    const optimizer = make(parameters);
    golden.gradients.forEach((step, i) => {
      if (i === golden.gradients.length / 2) optimizer.learningRate /= 2;
      tidy(() => {
        const named = [...parameters.keys()].map(
          (key) => [key, tensor(Float32Array.from(step[key]), golden.shapes[key])] as const,
        );
        optimizer.apply(new Map(named));
      });
      if (i === 0) expectClose(parameters, golden.values[name]!['1']);
    });
    expectClose(parameters, golden.values[name]!['20']);
  });
});
