import { PolymathError } from '@polymath/errors';
import type { Snapshot, TensorData } from '@polymath/tensor';
import type { NoveltyDetector, NoveltyPart } from './detector.js';

/** A detector as named tensors and a JSON state. */
export function noveltySnapshot({ subspace, clouds, limits, parts }: NoveltyDetector): Snapshot {
  const vector = (data: Float64Array): TensorData => ({
    dtype: 'float64',
    shape: [data.length],
    data,
  });
  const tensors = new Map([
    ['mean', vector(subspace.mean)],
    ['axes', vector(subspace.axes)],
  ]);
  clouds.forEach(({ mean, root }, i) =>
    tensors.set(`cloud${i}.mean`, vector(mean)).set(`cloud${i}.root`, vector(root)),
  );
  const { components } = subspace;
  const state = { components, clouds: clouds.length, limits: { ...limits }, parts: [...parts] };
  return { tensors, state };
}

/**
 * The detector in what {@link noveltySnapshot} gave.
 * @throws corrupt-data when a part is missing
 */
export function noveltyFrom({ tensors, state }: Snapshot): NoveltyDetector {
  const fields = (state ?? {}) as {
    components?: number;
    clouds?: number;
    limits?: Partial<NoveltyDetector['limits']>;
    parts?: NoveltyPart[];
  };
  // Files of before there were residuals have no list.
  const { components = 0, clouds = 0, limits, parts = ['doubt', 'distance'] } = fields;
  const read = (name: string, size?: number): Float64Array => {
    const data = tensors.get(name)?.data;
    if (data instanceof Float64Array && data.length > 0 && data.length === (size ?? data.length))
      return data;
    throw new PolymathError(
      'corrupt-data',
      `novelty detector: ${name} is missing or of another size`,
    );
  };
  if (!limits || components < 1 || clouds < 1)
    throw new PolymathError('corrupt-data', 'the state is none of a novelty detector');
  const mean = read('mean');
  return {
    limits: { distance: 1, doubt: 1, residual: 1, ...limits },
    parts,
    subspace: { mean, axes: read('axes', components * mean.length), components },
    clouds: Array.from({ length: clouds }, (_, i) => ({
      mean: read(`cloud${i}.mean`, components),
      root: read(`cloud${i}.root`, components ** 2),
    })),
  };
}
