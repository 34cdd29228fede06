import { PolymathError } from '@polymath/errors';
import type { ModelJson, WeightJson } from '../model-json.js';

/** A stored weight, row-major. */
export interface StoredWeight {
  shape: readonly number[];
  values: Float32Array;
}

/** The content of a weights file, by its path in the manifest. */
export type WeightsFile = (path: string) => Uint8Array;

/**
 * Every weight of a model by its name in the manifest.
 * @throws invalid-input for weights that are no plain float32; corrupt-data when the files are too short or too long
 */
export function readWeights(
  { weightsManifest }: ModelJson,
  file: WeightsFile,
): Map<string, StoredWeight> {
  const weights = new Map<string, StoredWeight>();
  for (const { paths, weights: group } of weightsManifest) {
    group.forEach(checkPlain);
    const bytes = Buffer.concat(paths.map((path) => file(path)));
    const size = group.reduce((sum, weight) => sum + 4 * elements(weight), 0);
    if (bytes.length !== size) {
      const names = paths.join(', ');
      throw new PolymathError(
        'corrupt-data',
        `expected ${size} bytes in ${names}, got ${bytes.length}`,
      );
    }
    let offset = 0;
    for (const weight of group) {
      const values = Float32Array.from({ length: elements(weight) }, () =>
        bytes.readFloatLE((offset += 4) - 4),
      );
      weights.set(weight.name, { shape: weight.shape, values });
    }
  }
  return weights;
}

/** The weight of a layer, e.g. `kernel`, whatever scopes stand before its name. */
export function findWeight(
  weights: ReadonlyMap<string, StoredWeight>,
  layer: string,
  kind: string,
): StoredWeight | undefined {
  const exact = weights.get(`${layer}/${kind}`);
  if (exact) return exact;
  const matches = [...weights].filter(([name]) => {
    const plain = name.replace(/:\d+$/, '');
    return (
      plain === `${layer}/${kind}` ||
      (`/${plain}`.includes(`/${layer}/`) && plain.endsWith(`/${kind}`))
    );
  });
  return matches.length === 1 ? matches[0]![1] : undefined;
}

const elements = ({ shape }: WeightJson) => shape.reduce((product, size) => product * size, 1);

function checkPlain({ name, dtype, quantization }: WeightJson): void {
  if (dtype === 'float32' && quantization === undefined) return;
  const got = quantization === undefined ? dtype : 'quantized values';
  throw new PolymathError('invalid-input', `weight ${name}: expected float32, got ${got}`);
}
