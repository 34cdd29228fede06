import { PolymathError } from '@polymath/errors';
import { decodeSafetensors, encodeSafetensors } from './safetensors.js';
import type { Json, Snapshot } from './training.js';

const format = 'polymath.snapshot.v1';

/** A training's state as one safetensors file. Equal states give equal bytes. */
export function encodeSnapshot({ tensors, state }: Snapshot): Uint8Array {
  return encodeSafetensors(tensors, { format, state: JSON.stringify(state) });
}

/**
 * The state in a file that {@link encodeSnapshot} made.
 * @throws corrupt-data when the file is none
 */
export function decodeSnapshot(bytes: Uint8Array): Snapshot {
  const { tensors, metadata } = decodeSafetensors(bytes);
  if (metadata['format'] !== format || metadata['state'] === undefined) {
    const got = metadata['format'] ?? 'none';
    throw new PolymathError('corrupt-data', `expected a file of format ${format}, got ${got}`);
  }
  try {
    return { tensors, state: JSON.parse(metadata['state']) as Json };
  } catch (cause) {
    throw new PolymathError('corrupt-data', 'the state of the snapshot is no JSON', { cause });
  }
}
