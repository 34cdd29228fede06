import { PolymathError } from '@polymath/errors';
import { binding, type NativeTensor } from './native/binding.js';
import { runNative } from './native/run.js';
import { sameShape } from './shapes.js';
import { sizeOf, Tensor, untracked, type Shape } from './tensor.js';
import { Variable } from './variable.js';

/**
 * A float32 tensor that changes: a weight, or a running statistic. No scope frees it. The value that an operation read does
 * not change when the parameter does.
 */
export class Parameter extends Tensor {
  private variable: Variable | undefined = undefined;

  constructor(initial: Float32Array, shape: Shape, { trainable = true } = {}) {
    if (initial.length !== sizeOf(shape)) throw misfit(shape, `${initial.length} elements`);
    super(untracked(initial, shape).id, shape, 'float32');
    this.requiresGrad = trainable;
  }

  /** Sets the value to that of `value`. */
  assign(value: Tensor | Float32Array): void {
    const id = value instanceof Tensor ? this.share(value) : this.copy(value);
    binding().deleteTensor(this.id);
    this.id = id;
    this.variable?.assign(id);
  }

  /** Lets TensorFlow's optimiser kernels change the value in place: `change` is given the variable's handle. */
  update(change: (handle: number) => void): void {
    const variable = (this.variable ??= new Variable(this.id, this.shape));
    // While the value is shared with a tensor, the kernel would copy it before it writes.
    binding().deleteTensor(this.id);
    try {
      change(variable.handle);
    } finally {
      this.id = variable.read();
    }
  }

  /** Frees the value and the variable behind it. */
  override dispose(): void {
    super.dispose();
    this.variable?.destroy();
    this.variable = undefined;
  }

  private share(value: Tensor): number {
    if (!sameShape(value.shape, this.shape)) {
      throw misfit(this.shape, `[${value.shape.join(', ')}]`);
    }
    return (runNative('Identity', [value.id], 1)[0] as NativeTensor).id;
  }

  private copy(values: Float32Array): number {
    if (values.length !== this.size) throw misfit(this.shape, `${values.length} elements`);
    return untracked(values, this.shape).id;
  }
}

const misfit = (shape: Shape, got: string) =>
  new PolymathError('invalid-input', `expected [${shape.join(', ')}], got ${got}`);

/** Weights and statistics by dotted name, e.g. `conv1.weight`. */
export type Parameters = ReadonlyMap<string, Parameter>;

/** A parameter of zeros. */
export const zeroParameter = (shape: Shape): Parameter =>
  new Parameter(new Float32Array(sizeOf(shape)), shape, { trainable: false });
