import { InferenceSession, Tensor } from 'onnxruntime-node';

/**
 * The logits that ONNX Runtime, an engine that is not ours, computes with a classifier of 32x32 images.
 * @param values [count, 1, 32, 32]
 * @returns [count, classes]
 */
export async function onnxLogits(model: Uint8Array, values: Float32Array): Promise<Float32Array> {
  const session = await InferenceSession.create(model);
  const count = values.length / (32 * 32);
  const { logits } = await session.run({
    input: new Tensor('float32', values, [count, 1, 32, 32]),
  });
  return logits!.data as Float32Array;
}
