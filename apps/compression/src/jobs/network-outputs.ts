import { writeFileSync } from 'node:fs';
import type { JobFiles } from '@polymath/engine-host';
import { exportOnnx } from '@polymath/onnx';
import { encodeNetwork, type Network } from '@polymath/tensor';

/** Writes a network as an output of a job, as safetensors for us and as ONNX for others. */
export function writeNetwork(files: JobFiles, name: string, network: Network): void {
  const safetensors = files.output(`${name}.safetensors`, 'application/vnd.safetensors');
  writeFileSync(safetensors, encodeNetwork(network));
  writeFileSync(files.output(`${name}.onnx`, 'application/onnx'), exportOnnx(network, { name }));
}
