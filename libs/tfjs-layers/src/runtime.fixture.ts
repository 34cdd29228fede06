import * as tf from '@tensorflow/tfjs';
import type { LayersModelFiles } from './export/export-layers-model.js';
import type { ModelJson } from './model-json.js';

/** A model that TensorFlow.js has loaded from the two files. */
export async function load({ model, weights }: LayersModelFiles): Promise<tf.LayersModel> {
  await tf.setBackend('cpu');
  const { modelTopology, weightsManifest } = JSON.parse(Buffer.from(model).toString()) as ModelJson;
  return tf.loadLayersModel(
    tf.io.fromMemory({
      modelTopology: modelTopology as object,
      weightSpecs: weightsManifest.flatMap(
        (group) => group.weights,
      ) as tf.io.WeightsManifestEntry[],
      weightData: Uint8Array.from(weights).buffer,
    }),
  );
}

/** What TensorFlow.js computes for three inputs. */
export function logitsOf(model: tf.LayersModel, values: Float32Array): Float32Array {
  return tf.tidy(() => {
    const shape = model.inputs[0]!.shape.slice(1) as number[];
    const result = model.predict(tf.tensor(values, [3, ...shape])) as tf.Tensor;
    return result.dataSync() as Float32Array;
  });
}

/** The files as `model.save` writes them. */
export async function save(model: tf.LayersModel): Promise<LayersModelFiles> {
  let files: LayersModelFiles | undefined;
  await model.save(
    tf.io.withSaveHandler((artifacts) => {
      const { modelTopology, weightSpecs, weightData } = artifacts;
      const manifest = [{ paths: ['weights.bin'], weights: weightSpecs }];
      const json = { format: 'layers-model', modelTopology, weightsManifest: manifest };
      const bytes = tf.io.CompositeArrayBuffer.join([weightData as ArrayBuffer].flat());
      files = { model: Buffer.from(JSON.stringify(json)), weights: new Uint8Array(bytes) };
      return Promise.resolve({
        modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' },
      });
    }),
  );
  return files!;
}

/** The largest difference of two lists of numbers. */
export function largestDifference(a: Float32Array, b: Float32Array): number {
  if (a.length !== b.length) return Infinity;
  return a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i]!)), 0);
}
