import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { PolymathError } from '@polymath/errors';
import { locateBinding } from './locate-binding.js';

/** An attribute of a TensorFlow operation, as the native binding takes it. */
export interface Attribute {
  name: string;
  type: number;
  value: number | number[] | string | boolean;
}

/** A tensor that an operation made: its handle, its sizes and TensorFlow's number for its type. */
export interface NativeTensor {
  id: number;
  shape: number[];
  dtype: number;
}

/** The part of the binding of `@tensorflow/tfjs-node-gpu` that this library uses. */
export interface NativeBinding {
  readonly TF_Version: string;
  isUsingGpuDevice(): boolean;
  createTensor(shape: readonly number[], dtype: number, data: ArrayBufferView): number;
  deleteTensor(id: number): void;
  tensorDataSync(id: number): Float32Array | Int32Array | Uint8Array;
  executeOp(
    op: string,
    attributes: readonly Attribute[],
    inputs: readonly number[],
    outputs: number,
  ): NativeTensor[];
  getNumOfTensors(): number;
}

let loaded: NativeBinding | undefined;

/** Whether TensorFlow has been loaded into this process. */
export function isEngineLoaded(): boolean {
  return loaded !== undefined;
}

/**
 * The native binding; loads TensorFlow's library at the first call.
 * @throws failed-precondition when the engine has not been set up
 */
export function binding(): NativeBinding {
  return (loaded ??= load());
}

function load(): NativeBinding {
  // Errors stay on standard error; what TensorFlow tells about itself does not.
  process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '2';
  // Without it TensorFlow leaves oneDNN off on many processors, and convolutions take 1.5 times as long.
  process.env['TF_ENABLE_ONEDNN_OPTS'] ??= '1';
  const path = locateBinding();
  const require = createRequire(import.meta.url);
  const standardError = loadQuiet(require, path);
  try {
    standardError?.hush();
    return require(path) as NativeBinding;
  } catch (cause) {
    throw new PolymathError(
      'failed-precondition',
      `cannot load the engine from ${path}: run "npm run setup"`,
      { cause },
    );
  } finally {
    standardError?.restore();
  }
}

/** The addon of native/quiet.cc: closes standard error and opens it again. */
interface QuietAddon {
  hush(): void;
  restore(): void;
}

function loadQuiet(require: NodeJS.Require, binding: string): QuietAddon | undefined {
  const path = join(dirname(binding), 'quiet.node');
  return existsSync(path) ? (require(path) as QuietAddon) : undefined;
}
