import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import type { ModelProgram, ServableModel, WireTensor } from '@polymath/engine-host';
import { exportOnnx } from '@polymath/onnx';
import { countParameters, disposeNetwork, outputShape, type Network } from '@polymath/tensor';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { decodeClassifier } from '../inputs/classifier-file.js';
import { classifier } from './kinds.js';
import { channelsFirst, largestOfRows, softmaxOfRows } from './rows.js';

const bytesPerParameter = 4;
/** Rows that are computed at a time: a large call takes no more memory than so many, and what they give stays in the cache. */
const rowsAtOnce = 64;
/** The service itself needs a processor, too. */
const threads = Math.max(1, availableParallelism() - 1);

/**
 * A classifier, from our safetensors or ONNX, run by ONNX Runtime. Takes `input`: normalised images [batch, height, width,
 * channels] or features; of a table it was trained on the columns as they are. Gives `logits` and `probabilities` [batch, classes], and `class` [batch], the place of the largest
 * logit.
 */
export const classifierModel: ModelProgram = {
  kind: classifier,
  load: async (path) => {
    const network = decodeClassifier(readFileSync(path));
    try {
      return await servable(network);
    } finally {
      disposeNetwork(network);
    }
  },
};

async function servable(network: Network): Promise<ServableModel> {
  const [classes = 0] = outputShape(network.graph);
  const { shape } = network.graph.input;
  const session = await InferenceSession.create(exportOnnx(network, { name: classifier }), {
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
  });
  const spec = (name: string, datatype: string, ...sizes: readonly number[]) => ({
    ...{ name, datatype, shape: [-1n, ...sizes.map(BigInt)] },
  });
  return {
    signature: {
      inputs: [spec('input', 'FP32', ...shape)],
      outputs: [
        spec('logits', 'FP32', classes),
        spec('probabilities', 'FP32', classes),
        spec('class', 'INT32'),
      ],
    },
    sizeBytes: countParameters(network) * bytesPerParameter,
    predict: (inputs) => predict({ session, shape, classes }, inputs.get('input')!),
    dispose: () => void session.release(),
  };
}

interface Loaded {
  session: InferenceSession;
  /** Of one input: [height, width, channels] or [features]. */
  shape: readonly number[];
  classes: number;
}

async function predict(
  { session, shape, classes }: Loaded,
  { data, shape: [rows = 0] }: WireTensor,
): Promise<WireTensor[]> {
  const values = toFloats(data);
  const size = values.length / rows;
  const logits = new Float32Array(rows * classes); // [batch, classes]
  const [inputName = ''] = session.inputNames;
  const [outputName = ''] = session.outputNames;
  for (let first = 0; first < rows; first += rowsAtOnce) {
    const count = Math.min(rowsAtOnce, rows - first);
    const part = values.subarray(first * size, (first + count) * size);
    const input = channelsFirst(part, [count, ...shape]);
    const feed = new Tensor('float32', input.values, input.shape);
    const output = (await session.run({ [inputName]: feed }))[outputName]!;
    logits.set(output.data as Float32Array, first * classes);
  }
  const float = (name: string, result: Float32Array) => ({
    ...{ name, datatype: 'FP32', shape: [rows, classes], data: bytesOf(result) },
  });
  return [
    float('logits', logits),
    float('probabilities', softmaxOfRows(logits, classes)),
    {
      ...{ name: 'class', datatype: 'INT32', shape: [rows] },
      data: bytesOf(largestOfRows(logits, classes)),
    },
  ];
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
