import { PolymathError } from '@polymath/errors';
import type { PlainImages } from './mnist.js';

const batch = 500;
const imageShape = [1, 32, 32];
const imageSize = 1024;

/** The share of images that an ONNX classifier gets right, computed by ONNX Runtime: an engine that is not ours. */
export async function onnxAccuracy(path: string, { values, labels }: PlainImages): Promise<number> {
  const { InferenceSession, Tensor } = await import('onnxruntime-node');
  const session = await InferenceSession.create(path);
  const [input = '', output = ''] = [session.inputNames[0], session.outputNames[0]];
  let right = 0;
  for (let first = 0; first < labels.length; first += batch) {
    const count = Math.min(batch, labels.length - first);
    const part = values.slice(first * imageSize, (first + count) * imageSize);
    const results = await session.run({
      [input]: new Tensor('float32', part, [count, ...imageShape]),
    });
    const logits = results[output]?.data;
    if (!(logits instanceof Float32Array)) {
      throw new PolymathError('corrupt-data', `${path}: expected float32 logits`);
    }
    const classes = logits.length / count;
    for (let i = 0; i < count; i++) {
      if (argMax(logits.subarray(i * classes, (i + 1) * classes)) === labels[first + i]) right++;
    }
  }
  return right / labels.length;
}

function argMax(values: Float32Array): number {
  return values.reduce((best, value, i) => (value > values[best]! ? i : best), 0);
}
