import { orthonormalFilters, trainNsae, type FilterTraining } from '../nsae/index.js';
import type { Segments } from '../preprocessing/index.js';
import { trainSae } from '../sae/index.js';
import type { FilterConfig } from './config.js';

/** The training that a configuration asks for; for random filters one without a step. */
export function learnFilters(
  config: FilterConfig,
  segments: Segments,
  seed: number,
): FilterTraining {
  if (config.kind === 'nsae') return trainNsae({ ...config, seed }, segments);
  if (config.kind === 'sae') return trainSae({ ...config, seed }, segments);
  const filters = orthonormalFilters(config.outputs, segments.length, seed);
  return {
    // eslint-disable-next-line require-yield -- there is nothing to learn
    async *run() {
      return;
    },
    save: () => ({ tensors: new Map(), state: null }),
    load: () => undefined,
    filters: () => filters,
    dispose: () => undefined,
  };
}
