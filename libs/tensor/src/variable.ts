import { runNative } from './native/run.js';
import {
  nativeTypes,
  shapeAttribute,
  stringAttribute,
  typeAttribute,
} from './native/attributes.js';
import { binding, type NativeTensor } from './native/binding.js';
import type { Shape } from './tensor.js';

let made = 0;
const floats = [typeAttribute('dtype', nativeTypes.float32)];

/** A float32 variable of TensorFlow's: memory that its optimiser kernels change in place. */
export class Variable {
  /** What the kernels take; never a tensor to read. */
  readonly handle: number;

  /** @param value handle of the initial value, of that shape; stays the caller's */
  constructor(value: number, shape: Shape) {
    // Variables are found by their name, so each has its own.
    const name = stringAttribute('shared_name', `variable-${made++}`);
    const attributes = [...floats, shapeAttribute('shape', shape), name];
    this.handle = firstId(runNative('VarHandleOp', [], 1, attributes));
    this.assign(value);
  }

  /** Sets the value to that of the tensor with this handle. */
  assign(value: number): void {
    runNative('AssignVariableOp', [this.handle, value], 0, floats);
  }

  /** A new handle of the present value, which does not change when the variable does. */
  read(): number {
    return firstId(runNative('ReadVariableOp', [this.handle], 1, floats));
  }

  /** Frees the variable; to be called once. */
  destroy(): void {
    runNative('DestroyResourceOp', [this.handle], 0);
    binding().deleteTensor(this.handle);
  }
}

const firstId = (outputs: readonly NativeTensor[]): number => (outputs[0] as NativeTensor).id;
