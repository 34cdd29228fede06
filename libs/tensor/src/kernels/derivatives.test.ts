import { describe, expect, it } from 'vitest';
import { liveTensors, tidy } from '../scope.js';
import { grad, maybeGrad } from '../tape.js';
import { floatsOf, tensor, type Tensor } from '../tensor.js';
import { examples, withoutGradient, type Example, type Input } from './examples.js';
import * as kernels from './index.js';

const step = 1e-2;
const tolerance = 2e-3;

/** Σ a · b in double precision: a scalar from a tensor, with a different weight for each element. */
const dot = (a: Float32Array, b: Float32Array) =>
  a.reduce((sum, value, i) => sum + value * b[i]!, 0);

/** Weights without a pattern that a kernel could share. */
const weights = (length: number, phase: number) =>
  Float32Array.from({ length }, (_, i) => Math.cos(1.7 * i + phase));

const tracked = ({ shape, values }: Input): Tensor => {
  const t = tensor(values, shape);
  t.requiresGrad = true;
  return t;
};

const valuesOf = (gradient: Tensor | undefined, { values }: Input): Float32Array =>
  gradient ? floatsOf(gradient) : new Float32Array(values.length);

/** Central differences of `value` with respect to every element of every input. */
function differences(
  value: (inputs: readonly Input[]) => number,
  inputs: readonly Input[],
): number[][] {
  return inputs.map((input, k) => {
    const at = (i: number, offset: number) => {
      const moved = { ...input, values: input.values.with(i, input.values[i]! + offset) };
      return value(inputs.with(k, moved));
    };
    return Array.from(input.values, (_, i) => (at(i, step) - at(i, -step)) / (2 * step));
  });
}

function expectClose(actual: readonly Float32Array[], expected: readonly number[][]): void {
  actual.forEach((gradient, k) => {
    gradient.forEach((value, i) => {
      const wanted = expected[k]![i]!;
      const error = Math.abs(value - wanted) / Math.max(1, Math.abs(wanted));
      expect(
        error,
        `input ${k}, element ${i}: got ${value}, differences say ${wanted}`,
      ).toBeLessThan(tolerance);
    });
  });
}

/** The gradient of Σ c · f(x) by each x. */
function firstGradients({ f }: Example, inputs: readonly Input[], c: Input, createGraph: boolean) {
  const xs = inputs.map(tracked);
  const dy = tracked(c);
  return { xs, dy, gradients: maybeGrad(f(...xs), xs, { dy, createGraph }) };
}

/** Σ over the inputs of u · gradient: what is differentiated for the second derivative. */
function projectedGradient(example: Example, all: readonly Input[]): number {
  return tidy(() => {
    const [c, ...inputs] = all as [Input, ...Input[]];
    const { gradients } = firstGradients(example, inputs, c, false);
    return gradients.reduce((sum, gradient, k) => {
      const values = valuesOf(gradient, inputs[k]!);
      return sum + dot(values, weights(values.length, k + 2));
    }, 0);
  });
}

/** The gradient of {@link projectedGradient} by c and each x, through the tape. */
function secondGradients(example: Example, inputs: readonly Input[], c: Input): Float32Array[] {
  const { xs, dy, gradients } = firstGradients(example, inputs, c, true);
  const projection = gradients
    .map((gradient, k) => {
      if (!gradient?.requiresGrad) return undefined;
      const u = tensor(weights(gradient.size, k + 2), gradient.shape);
      return kernels.sum(kernels.mul(gradient, u));
    })
    .filter((term) => term !== undefined)
    .reduce((sum, term) => kernels.add(sum, term));
  const seconds = maybeGrad(projection, [dy, ...xs]);
  return [c, ...inputs].map((input, k) => valuesOf(seconds[k], input));
}

function outputWeights({ f, inputs }: Example): Input {
  const { shape, size } = f(...inputs.map(({ values, shape }) => tensor(values, shape)));
  return { shape, values: weights(size, 1) };
}

describe('the catalogue of examples', () => {
  it('has every kernel that is exported', () => {
    const known = [...Object.keys(examples), ...withoutGradient];
    expect(known.toSorted()).toEqual(Object.keys(kernels).toSorted());
  });
});

describe.each(Object.entries(examples))('%s', (_, forms) => {
  it('has the first derivative that finite differences give', () => {
    for (const example of forms) {
      tidy(() => {
        const c = outputWeights(example);
        const value = (inputs: readonly Input[]) =>
          tidy(() => dot(floatsOf(example.f(...inputs.map(tracked))), c.values));
        const { gradients } = firstGradients(example, example.inputs, c, false);
        const actual = gradients.map((gradient, k) => valuesOf(gradient, example.inputs[k]!));
        expectClose(actual, differences(value, example.inputs));
      });
    }
  });

  it('has the second derivative that finite differences give', () => {
    for (const example of forms) {
      tidy(() => {
        const c = outputWeights(example);
        const expected = differences(
          (all) => projectedGradient(example, all),
          [c, ...example.inputs],
        );
        expectClose(secondGradients(example, example.inputs, c), expected);
      });
    }
  });

  it('leaves no tensor behind', () => {
    const work = () => {
      for (const example of forms) {
        tidy(() => void secondGradients(example, example.inputs, outputWeights(example)));
      }
    };
    work(); // makes the constants that stay
    const before = liveTensors();
    work();
    expect(liveTensors()).toBe(before);
  });
});

describe('a kernel without a further derivative', () => {
  it('throws its name when it is asked for one', () => {
    const inputs = examples['batchNorm']![0]!.inputs;
    tidy(() => {
      const xs = inputs.map(tracked);
      const y = kernels.sum(kernels.square(examples['batchNorm']![0]!.f(...xs)));
      const [first] = grad(y, [xs[0]!], { createGraph: true });
      const [second] = grad(kernels.sum(kernels.square(first!)), [xs[0]!], { createGraph: true });
      expect(() => grad(second!, [xs[0]!])).toThrow(
        'the second derivative of batchNorm has no derivative',
      );
    });
  });
});
