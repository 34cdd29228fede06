import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { add, detach, exp, matMul, mul, relu, square, sum } from './kernels/index.js';
import { onOperation } from './native/run.js';
import { dispose } from './scope.js';
import { grad, isRecording, maybeGrad, noGrad, withoutDerivative } from './tape.js';
import { numberOf, scalar, tensor, type Tensor } from './tensor.js';

function variable(value: number): Tensor {
  const x = scalar(value);
  x.requiresGrad = true;
  return x;
}

/** The operations that `f` runs. */
function operationsOf(f: () => unknown): string[] {
  const operations: string[] = [];
  onOperation((op) => operations.push(op));
  f();
  onOperation(undefined);
  return operations;
}

let x: Tensor;
let y: Tensor;
beforeEach(() => {
  x = variable(3);
  y = variable(2);
});
afterEach(() => dispose([x, y]));

const valueOf = (gradients: readonly Tensor[]) => gradients.map(numberOf);

describe('grad', () => {
  it('adds up what comes through every use of a value', () => {
    // d(x² + x·x + x)/dx = 2x + 2x + 1
    const z = add(add(square(x), mul(x, x)), x);
    expect(valueOf(grad(z, [x]))).toEqual([13]);
  });

  it('is taken of the sum of the output', () => {
    expect(valueOf(grad(mul(x, tensor([1, 2, 3])), [x]))).toEqual([6]);
  });

  it('starts from a given gradient of the output', () => {
    expect(valueOf(grad(mul(x, tensor([1, 2])), [x], { dy: tensor([10, 1]) }))).toEqual([12]);
  });

  it('reaches values in the middle', () => {
    const middle = square(x);
    expect(valueOf(grad(mul(middle, y), [middle, y]))).toEqual([2, 9]);
  });

  it('is one for the output itself', () => {
    expect(valueOf(grad(x, [x]))).toEqual([1]);
  });

  it('names an input that does not lead to the output', () => {
    expect(() => grad(square(x), [x, y])).toThrow(
      'input 1 of shape [] does not lead to the output',
    );
    expect(maybeGrad(square(x), [y])).toEqual([undefined]);
  });

  it('does not flow through detach', () => {
    expect(valueOf(grad(mul(detach(x), x), [x]))).toEqual([3]);
  });

  it('computes only what leads to the wanted inputs', () => {
    const [weights, image] = [tensor([[1, 2]]), tensor([[3], [4]])];
    weights.requiresGrad = image.requiresGrad = true;
    const z = sum(matMul(weights, image));
    expect(operationsOf(() => grad(z, [image])).filter((op) => op === 'MatMul')).toHaveLength(1);
    expect(
      operationsOf(() => grad(z, [weights, image])).filter((op) => op === 'MatMul'),
    ).toHaveLength(2);
  });
});

describe('gradients of gradients', () => {
  it('are differentiated again when the graph is kept', () => {
    // x⁴: 4x³, 12x², 24x
    const [first] = grad(square(square(x)), [x], { createGraph: true });
    const [second] = grad(first!, [x], { createGraph: true });
    const [third] = grad(second!, [x]);
    expect(valueOf([first!, second!, third!])).toEqual([108, 108, 72]);
  });

  it('reach the gradient that a backward pass started from', () => {
    const [first] = grad(square(x), [x], { dy: y, createGraph: true }); // 2xy
    expect(valueOf(grad(first!, [x, y]))).toEqual([4, 6]);
  });

  it('are not recorded unless asked for', () => {
    expect(grad(exp(x), [x])[0]!.requiresGrad).toBe(false);
  });

  it('do not lead back through a piece that is flat', () => {
    const [first] = grad(relu(x), [x], { createGraph: true });
    expect(maybeGrad(first!, [x])).toEqual([undefined]);
  });

  it('throw where a kernel ends, instead of passing as zero', () => {
    const z = withoutDerivative('the kernel', square(scalar(3)), [x]);
    expect(() => grad(z, [x])).toThrow('the kernel has no derivative of this order');
  });
});

describe('noGrad', () => {
  it('records nothing, and records again afterwards', () => {
    expect(noGrad(() => square(x)).requiresGrad).toBe(false);
    expect(() =>
      noGrad(() => {
        throw new Error('stop');
      }),
    ).toThrow('stop');
    expect(isRecording()).toBe(true);
    expect(square(x).requiresGrad).toBe(true);
  });
});
