import { readFileSync } from 'node:fs';
import type { Artifact } from '@polymath/contracts/polymath/artifacts/v1/artifacts';
import type { JobFiles } from '@polymath/engine-host';
import { PolymathError } from '@polymath/errors';
import { importOnnx } from '@polymath/onnx';
import { decodeNetwork, outputShape, type Network } from '@polymath/tensor';

const openBrace = 0x7b;

/**
 * The classifier in an artifact: our safetensors, or ONNX.
 * @throws corrupt-data or invalid-input when it is neither, or gives no row of logits
 */
export function readClassifier(files: Pick<JobFiles, 'input'>, artifact?: Artifact): Network {
  return decodeClassifier(readFileSync(inputPath(files, artifact)));
}

/** The classifier in the bytes of such a file; throws as {@link readClassifier} does. */
export function decodeClassifier(bytes: Uint8Array): Network {
  // After 8 bytes of length, safetensors begins with a JSON object; ONNX is a protobuf message.
  const network = bytes[8] === openBrace ? decodeNetwork(bytes) : importOnnx(bytes);
  const shape = outputShape(network.graph);
  if (shape.length === 1) return network;
  throw new PolymathError(
    'invalid-input',
    `expected a classifier that gives [classes], got [${shape.join(', ')}]`,
  );
}

/** Where a job's input lies; requests are checked before there is a job, so it is named. */
export function inputPath(files: Pick<JobFiles, 'input'>, artifact?: Artifact): string {
  if (!artifact) throw new PolymathError('internal', 'the spec names no artifact');
  return files.input(artifact);
}
