import { PolymathError } from '@polymath/errors';
import { run } from './native/run.js';
import { add } from './kernels/add.js';
import type { Backward, Tensor } from './tensor.js';

let recording = true;

/** Whether operations are being written to the tape: false inside {@link noGrad} and inside a backward pass of first order. */
export function isRecording(): boolean {
  return recording;
}

/** Runs `f` without recording: nothing made in it has a gradient. */
export function noGrad<Result>(f: () => Result): Result {
  return withRecording(false, f);
}

function withRecording<Result>(on: boolean, f: () => Result): Result {
  const before = recording;
  recording = on;
  try {
    return f();
  } finally {
    recording = before;
  }
}

/** Gives an output its gradient; `backward` is written with differentiable operations, so that gradients have gradients. */
export function differentiable(
  output: Tensor,
  inputs: readonly Tensor[],
  backward: Backward,
): Tensor {
  if (recording && inputs.some((input) => input.requiresGrad)) {
    output.node = { inputs, backward };
    output.requiresGrad = true;
  }
  return output;
}

/** A gradient for kernels that have no further derivative: asking for one throws instead of passing as zero. */
export function withoutDerivative(name: string, output: Tensor, inputs: readonly Tensor[]): Tensor {
  return differentiable(output, inputs, () => {
    throw new PolymathError('internal', `${name} has no derivative of this order`);
  });
}

/** Settings of {@link grad}. */
export interface GradOptions {
  /** The gradient with respect to `y`; ones of its shape unless given. */
  dy?: Tensor;
  /** Records the backward pass, so that the gradients can be differentiated again. */
  createGraph?: boolean;
}

/**
 * The gradients of the sum of `y` with respect to each of `xs` by reverse accumulation.
 * @returns one tensor an x, of its shape
 * @throws invalid-input when an x does not lead to `y`
 */
export function grad(y: Tensor, xs: readonly Tensor[], options: GradOptions = {}): Tensor[] {
  const gradients = maybeGrad(y, xs, options);
  return gradients.map((gradient, i) => {
    if (gradient) return gradient;
    const shape = xs[i]?.shape.join(', ') ?? '';
    throw new PolymathError(
      'invalid-input',
      `input ${i} of shape [${shape}] does not lead to the output`,
    );
  });
}

/** As {@link grad}, with `undefined` for an x that does not lead to `y`. */
export function maybeGrad(
  y: Tensor,
  xs: readonly Tensor[],
  { dy, createGraph = false }: GradOptions = {},
): (Tensor | undefined)[] {
  return withRecording(createGraph, () => {
    const path = pathBetween(y, new Set(xs));
    const gradients = new Map<Tensor, Tensor>();
    if (path.size > 0) gradients.set(y, dy ?? run('OnesLike', [y]));
    for (const output of [...path].sort((a, b) => b.order - a.order)) {
      const gradient = gradients.get(output);
      if (gradient && output.node) accumulate(output.node, gradient, path, gradients);
    }
    return xs.map((x) => gradients.get(x));
  });
}

type TapeStep = NonNullable<Tensor['node']>;

function accumulate(
  { inputs, backward }: TapeStep,
  dy: Tensor,
  path: ReadonlySet<Tensor>,
  gradients: Map<Tensor, Tensor>,
): void {
  const parts = backward(dy);
  inputs.forEach((input, i) => {
    if (!path.has(input)) return;
    const part = parts[i]?.();
    if (!part) return;
    const sum = gradients.get(input);
    gradients.set(input, sum ? add(sum, part) : part);
  });
}

/** The tensors through which `y` depends on the xs, both included; empty when it does not. */
function pathBetween(y: Tensor, xs: ReadonlySet<Tensor>): Set<Tensor> {
  const reachable = new Set<Tensor>([y]);
  for (const t of reachable)
    t.node?.inputs.forEach((input) => input.requiresGrad && reachable.add(input));
  const path = new Set<Tensor>();
  for (const t of [...reachable].sort((a, b) => a.order - b.order)) {
    if (xs.has(t) || t.node?.inputs.some((input) => path.has(input))) path.add(t);
  }
  return path;
}
