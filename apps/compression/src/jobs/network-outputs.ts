import { writeFileSync } from 'node:fs';
import type { JobFiles } from '@polymath/engine-host';
import { exportOnnx } from '@polymath/onnx';
import { encodeNetwork, type Network } from '@polymath/tensor';
import { exportLayersModel, unsupportedLayers } from '@polymath/tfjs-layers';

/**
 * Writes a network as an output of a job: as safetensors for us, as ONNX for others, and as the two files of a TensorFlow.js layers
 * model for browsers, unless it has a layer that TensorFlow.js has not.
 */
export function writeNetwork(files: JobFiles, name: string, network: Network): void {
  const safetensors = files.output(`${name}.safetensors`, 'application/vnd.safetensors');
  writeFileSync(safetensors, encodeNetwork(network));
  writeFileSync(files.output(`${name}.onnx`, 'application/onnx'), exportOnnx(network, { name }));
  if (unsupportedLayers(network.graph).length > 0) return;
  const weightsFile = `${name}.weights.bin`;
  const { model, weights } = exportLayersModel(network, { name, weightsFile });
  writeFileSync(files.output(`${name}.model.json`, 'application/json'), model);
  writeFileSync(files.output(weightsFile, 'application/octet-stream'), weights);
}
