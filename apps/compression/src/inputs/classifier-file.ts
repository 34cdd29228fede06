import { readFileSync } from 'node:fs';
import { inputPath } from '@polymath/area/inputs';
import type { Artifact } from '@polymath/contracts/polymath/artifacts/v1/artifacts';
import type { JobFiles } from '@polymath/engine-host';
import { PolymathError } from '@polymath/errors';
import { importOnnx } from '@polymath/onnx';
import { decodeNetwork, disposeNetwork, outputShape, type Network } from '@polymath/tensor';
import { importLayersModel } from '@polymath/tfjs-layers';
import { isArchive, readModelArchive } from './model-archive.js';

const openBrace = 0x7b;

/**
 * The classifier in an artifact: our safetensors, ONNX, or a tar archive of an ONNX file with its external data or of a
 * TensorFlow.js layers model.
 * @throws corrupt-data or invalid-input when it is none of them, or gives no row of logits
 */
export function readClassifier(files: Pick<JobFiles, 'input'>, artifact?: Artifact): Network {
  return decodeClassifier(readFileSync(inputPath(files, artifact)));
}

/** The classifier in the bytes of such a file; throws as {@link readClassifier} does. */
export function decodeClassifier(bytes: Uint8Array): Network {
  const network = decodeModel(bytes);
  const shape = outputShape(network.graph);
  if (shape.length === 1) return network;
  disposeNetwork(network);
  throw new PolymathError(
    'invalid-input',
    `expected a classifier that gives [classes], got [${shape.join(', ')}]`,
  );
}

function decodeModel(bytes: Uint8Array): Network {
  if (isArchive(bytes)) return fromArchive(bytes);
  // After 8 bytes of length, safetensors begins with a JSON object; ONNX is a protobuf message.
  if (bytes[8] === openBrace) return decodeNetwork(bytes);
  if (bytes[0] !== openBrace) return importOnnx(bytes);
  const how = 'pack model.json with its weights into a tar archive';
  throw new PolymathError('invalid-input', `expected a model, got JSON without weights: ${how}`);
}

function fromArchive(archive: Uint8Array): Network {
  const { name, bytes, file } = readModelArchive(archive);
  return name.toLowerCase().endsWith('.json')
    ? importLayersModel(bytes, file)
    : importOnnx(bytes, { externalData: file });
}
