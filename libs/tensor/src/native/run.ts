import { PolymathError } from '@polymath/errors';
import { track } from '../scope.js';
import { Tensor, type DType } from '../tensor.js';
import { nativeTypes } from './attributes.js';
import { binding, type Attribute, type NativeTensor } from './binding.js';

const none: readonly Attribute[] = [];
const dtypes: Readonly<Record<number, DType>> = {
  [nativeTypes.float32]: 'float32',
  [nativeTypes.int32]: 'int32',
  [nativeTypes.bool]: 'bool',
};

/** Called around every operation; for profiles. */
export type OperationHook = (op: string, milliseconds: number) => void;

let hook: OperationHook | undefined;

/** Tells `next` about every operation from now on; undefined: no longer. */
export function onOperation(next: OperationHook | undefined): void {
  hook = next;
}

/** Runs one TensorFlow operation by name and gives its first output. No gradient. */
export function run(op: string, inputs: readonly Tensor[], attributes = none): Tensor {
  return runAll(op, inputs, 1, attributes)[0] as Tensor;
}

/** Runs one TensorFlow operation by name and gives its first `outputs` outputs. No gradient. */
export function runAll(
  op: string,
  inputs: readonly Tensor[],
  outputs: number,
  attributes = none,
): Tensor[] {
  const ids: number[] = [];
  for (const { id } of inputs) {
    if (id < 0) throw new PolymathError('internal', `${op}: an input has been disposed`);
    ids.push(id);
  }
  return runNative(op, ids, outputs, attributes).map(wrap);
}

/** Runs one TensorFlow operation on handles; for variables and other things that are no tensors. */
export function runNative(
  op: string,
  ids: readonly number[],
  outputs: number,
  attributes = none,
): NativeTensor[] {
  const start = hook ? performance.now() : 0;
  try {
    return binding().executeOp(op, attributes, ids, outputs);
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new PolymathError('internal', `${op}: ${message}`, { cause });
  } finally {
    hook?.(op, performance.now() - start);
  }
}

function wrap({ id, shape, dtype }: NativeTensor): Tensor {
  // Other types never leave the file that asked for them.
  return track(new Tensor(id, shape, dtypes[dtype] ?? 'int32'));
}
