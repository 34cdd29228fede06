import type { Normal, Observation } from '@polymath/diagnosis';
import { PolymathError } from '@polymath/errors';
import { decodeSnapshot, encodeSnapshot, type Json, type Snapshot, type TensorData } from '@polymath/tensor'; // prettier-ignore

/** The output of a job that is a baseline. */
export const baselineFile = 'baseline.safetensors';

/** What one machine and channel is like while it is healthy, as one diagnoser sees it. */
export interface MachineBaseline {
  /** SHA-256 of the diagnoser: coordinates of another mean something else. */
  diagnoser: string;
  /** By operating point. */
  normals: ReadonlyMap<string, Normal>;
}

/** Windows that a stream has collected. */
export interface Collected {
  diagnoser: string;
  operatingPoint: string;
  observations: readonly Observation[];
}

const baselineFormat = 'polymath baseline 1';
const collectedFormat = 'polymath collected windows 1';

const vector = (data: Float64Array): TensorData => ({
  dtype: 'float64',
  shape: [data.length],
  data,
});

/** A baseline as the bytes of a safetensors file. */
export function encodeBaseline({ diagnoser, normals }: MachineBaseline): Uint8Array {
  const tensors = new Map<string, TensorData>();
  const points = [...normals].map(([name, { cloud, ...rest }], i) => {
    tensors.set(`${i}.mean`, vector(cloud.mean));
    tensors.set(`${i}.root`, vector(cloud.root));
    return { name, ...rest };
  });
  const state = { format: baselineFormat, diagnoser, points } as unknown as Json;
  return encodeSnapshot({ tensors, state });
}

/** The baseline in the bytes of such a file. @throws corrupt-data when it is none */
export function decodeBaseline(bytes: Uint8Array): MachineBaseline {
  const { tensors, state } = snapshotOf(bytes, baselineFormat, 'LearnBaseline');
  const { diagnoser, points } = state as unknown as {
    diagnoser: string;
    points: ({ name: string } & Omit<Normal, 'cloud'>)[];
  };
  const normals = points.map(({ name, ...rest }, i): [string, Normal] => {
    const cloud = { mean: numbers(tensors, `${i}.mean`), root: numbers(tensors, `${i}.root`) };
    return [name, { ...rest, cloud }];
  });
  return { diagnoser, normals: new Map(normals) };
}

/** Collected windows as the bytes of a safetensors file. */
export function encodeCollected({
  diagnoser,
  operatingPoint,
  observations,
}: Collected): Uint8Array {
  const size = observations[0]!.coordinates.length;
  const rows = new Float64Array(observations.length * (size + 3));
  observations.forEach(({ coordinates, rms, kurtosis, unknownScore }, i) => {
    rows.set([...Array.from(coordinates), rms, kurtosis, unknownScore], i * (size + 3));
  });
  const tensors = new Map([['rows', vector(rows)]]);
  return encodeSnapshot({
    tensors,
    state: { format: collectedFormat, diagnoser, operatingPoint, size },
  });
}

/** The windows in the bytes of such a file. @throws corrupt-data when there are none */
export function decodeCollected(bytes: Uint8Array): Collected {
  const { tensors, state } = snapshotOf(bytes, collectedFormat, 'a stream');
  const { diagnoser, operatingPoint, size } = state as unknown as Collected & { size: number };
  const rows = numbers(tensors, 'rows');
  const width = size + 3;
  const observations = Array.from({ length: rows.length / width }, (_, i): Observation => {
    const [rms = 0, kurtosis = 0, unknownScore = 0] = rows.subarray(i * width + size, (i + 1) * width); // prettier-ignore
    return { coordinates: rows.slice(i * width, i * width + size), rms, kurtosis, unknownScore };
  });
  return { diagnoser, operatingPoint, observations };
}

function snapshotOf(bytes: Uint8Array, format: string, maker: string): Snapshot {
  const snapshot = decodeSnapshot(bytes);
  const found = (snapshot.state as { format?: string } | null)?.format;
  if (found === format) return snapshot;
  const message = `expected a ${format.replace(/ \d+$/, '').replace('polymath ', '')} file as ${maker} stores it, got ${JSON.stringify(found ?? 'another file')}`;
  throw new PolymathError('corrupt-data', message);
}

function numbers(tensors: Snapshot['tensors'], name: string): Float64Array {
  const data = tensors.get(name)?.data;
  if (data instanceof Float64Array) return data;
  throw new PolymathError('corrupt-data', `baseline: expected numbers "${name}"`);
}
