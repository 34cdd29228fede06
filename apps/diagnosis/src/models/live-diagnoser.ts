import { readFileSync } from 'node:fs';
import type { ModelProgram, WireTensor } from '@polymath/engine-host';
import { decodeDiagnoser } from '../inputs/diagnoser-file.js';
import { factsToWire, liveSignature, sizesOf } from '../live/window-facts.js';
import { observe, reasonsOf } from '../verdicts/observe.js';
import { liveDiagnoser } from './kinds.js';

/** A diagnoser as streams ask it: raw `windows` of many streams in one batch, all that is said of each. Not to be registered. */
export const liveDiagnoserModel: ModelProgram = {
  kind: liveDiagnoser,
  load: (path) => {
    const bytes = readFileSync(path);
    const loaded = decodeDiagnoser(bytes);
    const { windowLength: length, classes } = loaded.model;
    const sizes = sizesOf(classes.length, loaded.novelty.subspace.components, reasonsOf(loaded));
    const predict = (inputs: ReadonlyMap<string, WireTensor>) => {
      const { data, shape } = inputs.get('windows')!;
      const values = new Float32Array(Uint8Array.from(data).buffer);
      return factsToWire(observe(loaded, { count: shape[0]!, length, values }), sizes);
    };
    return {
      signature: liveSignature(length, sizes),
      sizeBytes: bytes.length,
      predict,
      dispose: () => undefined,
    };
  },
};
