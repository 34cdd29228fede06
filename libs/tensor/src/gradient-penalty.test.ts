import { readFileSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import {
  batchNorm,
  conv2d,
  leakyRelu,
  mean,
  mul,
  sqrt,
  square,
  sub,
  sum,
} from './kernels/index.js';
import { liveTensors, tidy } from './scope.js';
import { grad } from './tape.js';
import { floatsOf, numberOf, sizeOf, tensor, type Tensor } from './tensor.js';

// Made by tools/golden/src/gradient_penalty.py with PyTorch's double backward in float64.
interface Golden {
  penalty: number;
  /** Every `step`-th value, and the norm of all. */
  gradients: Record<string, { norm: number; step: number; values: number[] }>;
}
const path = new URL('golden/gradient-penalty.json', import.meta.url);
const golden = JSON.parse(readFileSync(path, 'utf8')) as Golden;

// One thread adds up a channel's values in one row, which costs half a digit; the engine starts at the first operation.
vi.stubEnv('TF_NUM_INTRAOP_THREADS', '2');

const widths = [3, 32, 32, 32, 32, 1];

/** The golden script's random numbers: Park and Miller's minimal generator over [low, high). */
function uniform(seed: number, shape: number[], [low, high]: [number, number]): Tensor {
  let state = seed;
  const values = Float32Array.from({ length: sizeOf(shape) }, () => {
    state = (state * 16807) % 2147483647;
    return low + ((high - low) * state) / 2147483647;
  });
  const t = tensor(values, shape);
  t.requiresGrad = true;
  return t;
}

function buildParameters(): Map<string, Tensor> {
  const parameters = new Map<string, Tensor>();
  for (let layer = 0; layer < 5; layer++) {
    const shape = [3, 3, widths[layer]!, widths[layer + 1]!];
    parameters.set(`conv${layer}.weight`, uniform(layer + 1, shape, [-0.1, 0.1]));
    if (layer === 4) break;
    parameters.set(`norm${layer}.weight`, uniform(layer + 11, [32], [0.75, 1.25]));
    parameters.set(`norm${layer}.bias`, uniform(layer + 21, [32], [-0.25, 0.25]));
  }
  return parameters;
}

function discriminator(parameters: Map<string, Tensor>, image: Tensor): Tensor {
  const get = (name: string) => parameters.get(name)!;
  let x = image;
  for (let layer = 0; layer < 4; layer++) {
    const convolved = conv2d(x, get(`conv${layer}.weight`), { padding: 'same' });
    const { y } = batchNorm(convolved, get(`norm${layer}.weight`), get(`norm${layer}.bias`));
    x = leakyRelu(y, 0.2);
  }
  return conv2d(x, get('conv4.weight'), { padding: 'same' });
}

/** 0.1 · mean over pixels of (‖slope over channels‖ - 1)² */
function gradientPenalty(parameters: Map<string, Tensor>): Tensor {
  const image = uniform(105, [1, 48, 64, 3], [-1, 1]);
  const [slope] = grad(discriminator(parameters, image), [image], { createGraph: true });
  const norm = sqrt(sum(square(slope!), -1));
  return mul(mean(square(sub(norm, 1))), 0.1);
}

function penaltyGradients(): { penalty: number; gradients: Float32Array[] } {
  return tidy(() => {
    const parameters = buildParameters();
    const penalty = gradientPenalty(parameters);
    const wanted = Object.keys(golden.gradients).map((name) => parameters.get(name)!);
    return { penalty: numberOf(penalty), gradients: grad(penalty, wanted).map(floatsOf) };
  });
}

const length = (values: Iterable<number>) => Math.hypot(...values);

describe("the gradient penalty of SinGAN's discriminator", () => {
  const { penalty, gradients } = penaltyGradients();

  it("has the value that PyTorch's has", () => {
    expect(Math.abs(penalty / golden.penalty - 1)).toBeLessThan(1e-6);
  });

  it.each(
    Object.entries(golden.gradients).map(([name, expected], i) => [name, expected, i] as const),
  )("has PyTorch's gradient with respect to %s", (_, { norm, step, values }, i) => {
    const actual = gradients[i]!;
    const error = values.map((value, k) => actual[k * step]! - value);
    expect(length(error) / length(values)).toBeLessThan(2e-5);
    expect(Math.abs(length(actual) / norm - 1)).toBeLessThan(2e-5);
  });

  it('leaves no tensor behind', () => {
    const before = liveTensors();
    penaltyGradients();
    expect(liveTensors()).toBe(before);
  });
});
