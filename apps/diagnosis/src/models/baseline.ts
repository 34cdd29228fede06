import { readFileSync } from 'node:fs';
import { mahalanobis } from '@polymath/diagnosis';
import type { ModelProgram, WireTensor } from '@polymath/engine-host';
import { decodeBaseline } from '../inputs/baseline-file.js';
import { baselineKind } from './kinds.js';

/**
 * What a machine is like while it is healthy. Registered so that streams can name it; called, it takes `coordinates`, FP64 [batch, components],
 * of windows in the principal components of its diagnoser, and gives `distances`, FP64 [batch, operating points]: Mahalanobis, from each normal.
 */
export const baselineModel: ModelProgram = {
  kind: baselineKind,
  load: (path) => {
    const bytes = readFileSync(path);
    const clouds = [...decodeBaseline(bytes).normals.values()].map(({ cloud }) => cloud);
    const size = clouds[0]?.mean.length ?? 0;
    const spec = (name: string, length: number) => ({
      ...{ name, datatype: 'FP64', shape: [-1n, BigInt(length)] },
    });
    const predict = (inputs: ReadonlyMap<string, WireTensor>): WireTensor[] => {
      const { data, shape } = inputs.get('coordinates')!;
      const values = new Float64Array(Uint8Array.from(data).buffer);
      const count = shape[0]!;
      const distances = Float64Array.from({ length: count * clouds.length }, (_, k) => {
        const row = Math.floor(k / clouds.length);
        return mahalanobis(clouds[k % clouds.length]!, values.subarray(row * size, (row + 1) * size)); // prettier-ignore
      });
      const raw = new Uint8Array(distances.buffer);
      return [{ name: 'distances', datatype: 'FP64', shape: [count, clouds.length], data: raw }];
    };
    return {
      signature: {
        inputs: [spec('coordinates', size)],
        outputs: [spec('distances', clouds.length)],
      },
      sizeBytes: bytes.length,
      predict,
      dispose: () => undefined,
    };
  },
};
