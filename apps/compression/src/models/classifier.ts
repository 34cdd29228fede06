import { readFileSync } from 'node:fs';
import type { ModelProgram, ServableModel, WireTensor } from '@polymath/engine-host';
import {
  countParameters,
  disposeNetwork,
  floatsOf,
  forward,
  noGrad,
  outputShape,
  softmax,
  tensor,
  tidy,
  type Network,
} from '@polymath/tensor';
import { decodeClassifier } from '../inputs/classifier-file.js';
import { classifier } from './kinds.js';

const bytesPerParameter = 4;
/** Rows that are computed at a time: a large call takes no more memory than so many. */
const rowsAtOnce = 256;

/**
 * A classifier, from our safetensors or ONNX. Takes `input`: normalised images [batch, height, width, channels] or features.
 * Gives `logits` and `probabilities` [batch, classes], and `class` [batch], the place of the largest logit.
 */
export const classifierModel: ModelProgram = {
  kind: classifier,
  load: (path) => servable(decodeClassifier(readFileSync(path))),
};

function servable(network: Network): ServableModel {
  const [classes = 0] = outputShape(network.graph);
  const spec = (name: string, datatype: string, ...shape: readonly number[]) => ({
    ...{ name, datatype, shape: [-1n, ...shape.map(BigInt)] },
  });
  return {
    signature: {
      inputs: [spec('input', 'FP32', ...network.graph.input.shape)],
      outputs: [
        spec('logits', 'FP32', classes),
        spec('probabilities', 'FP32', classes),
        spec('class', 'INT32'),
      ],
    },
    sizeBytes: countParameters(network) * bytesPerParameter,
    predict: (inputs) => predict(network, classes, inputs.get('input')!),
    dispose: () => disposeNetwork(network),
  };
}

function predict(network: Network, classes: number, { data, shape }: WireTensor): WireTensor[] {
  const [rows = 0] = shape;
  const values = toFloats(data);
  const logits = new Float32Array(rows * classes); // [batch, classes]
  for (let first = 0; first < rows; first += rowsAtOnce) {
    const count = Math.min(rowsAtOnce, rows - first);
    const size = values.length / rows;
    const part = values.subarray(first * size, (first + count) * size);
    const computed = tidy(() =>
      noGrad(() => floatsOf(forward(network, tensor(part, [count, ...shape.slice(1)])))),
    );
    logits.set(computed, first * classes);
  }
  const probabilities = tidy(() => floatsOf(softmax(tensor(logits, [rows, classes]))));
  const labels = largestOfRows(logits, classes); // [batch]
  return [
    { name: 'logits', datatype: 'FP32', shape: [rows, classes], data: bytesOf(logits) },
    {
      name: 'probabilities',
      datatype: 'FP32',
      shape: [rows, classes],
      data: bytesOf(probabilities),
    },
    { name: 'class', datatype: 'INT32', shape: [rows], data: bytesOf(labels) },
  ];
}

/** Where in its row each largest value stands; the first of equal ones. */
function largestOfRows(values: Float32Array, columns: number): Int32Array {
  return Int32Array.from({ length: values.length / columns }, (_, row) => {
    let best = row * columns;
    for (let i = best + 1; i < (row + 1) * columns; i++) if (values[i]! > values[best]!) best = i;
    return best - row * columns;
  });
}

/** Bytes that came from another process lie anywhere; floats must begin at a multiple of four. */
function toFloats(data: Uint8Array): Float32Array {
  const aligned =
    data.byteOffset % Float32Array.BYTES_PER_ELEMENT === 0 ? data : new Uint8Array(data);
  return new Float32Array(aligned.buffer, aligned.byteOffset, data.length / 4);
}

function bytesOf({ buffer, byteOffset, byteLength }: NodeJS.TypedArray): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
