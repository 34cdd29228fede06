import { PolymathError } from '@polymath/errors';
import { runNative } from './native/run.js';
import {
  nativeTypes,
  shapeAttribute,
  stringAttribute,
  typeAttribute,
} from './native/attributes.js';
import { binding } from './native/binding.js';
import { sameShape } from './shapes.js';
import { dataOf, sizeOf, Tensor, tensor, type Shape } from './tensor.js';
import { keep, tidy } from './scope.js';

let handles = 0;
const floats = [typeAttribute('dtype', nativeTypes.float32)];

/**
 * A float32 tensor that changes: a weight, or a running statistic. No scope frees it. The value that an operation read does
 * not change when the parameter does.
 */
export class Parameter extends Tensor {
  private handle: number | undefined = undefined;

  constructor(initial: Float32Array, shape: Shape, { trainable = true } = {}) {
    const value = tidy(() => keep(tensor(initial, shape)));
    super(value.id, value.shape, 'float32');
    this.requiresGrad = trainable;
  }

  /** Sets the value, copied from `value`. */
  assign(value: Tensor | Float32Array): void {
    if (value instanceof Tensor ? !sameShape(value.shape, this.shape) : value.length !== this.size) {
      const got = value instanceof Tensor ? `[${value.shape.join(', ')}]` : `${value.length} elements`;
      throw new PolymathError('invalid-input', `expected [${this.shape.join(', ')}], got ${got}`);
    }
    const data = value instanceof Tensor ? dataOf(value) : value;
    const id = binding().createTensor(this.shape, nativeTypes.float32, data);
    binding().deleteTensor(this.id);
    this.id = id;
    if (this.handle !== undefined) runNative('AssignVariableOp', [this.handle, id], 0, floats);
  }

  /** Lets TensorFlow's optimiser kernels change the value in place: `update` is given the variable's handle. */
  update(change: (handle: number) => void): void {
    const handle = (this.handle ??= this.variable());
    // While the value is shared with a tensor, the kernel would copy it before it writes.
    binding().deleteTensor(this.id);
    change(handle);
    this.id = (runNative('ReadVariableOp', [handle], 1, floats)[0] as { id: number }).id;
  }

  /** Frees the value and the variable behind it. */
  dispose(): void {
    if (this.id < 0) return;
    binding().deleteTensor(this.id);
    this.id = -1;
    if (this.handle === undefined) return;
    runNative('DestroyResourceOp', [this.handle], 0);
    binding().deleteTensor(this.handle);
    this.handle = undefined;
  }

  private variable(): number {
    const attributes = [
      ...floats,
      shapeAttribute('shape', this.shape),
      stringAttribute('shared_name', `parameter-${handles++}`),
    ];
    const handle = (runNative('VarHandleOp', [], 1, attributes)[0] as { id: number }).id;
    runNative('AssignVariableOp', [handle, this.id], 0, floats);
    return handle;
  }
}

/** Weights and statistics by dotted name, e.g. `conv1.weight`. */
export type Parameters = ReadonlyMap<string, Parameter>;

/** A parameter of zeros. */
export const zeroParameter = (shape: Shape): Parameter =>
  new Parameter(new Float32Array(sizeOf(shape)), shape, { trainable: false });
