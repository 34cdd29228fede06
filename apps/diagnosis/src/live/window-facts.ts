import { BadSignal, badSignalFromJSON } from '@polymath/contracts/polymath/diagnosis/v1/diagnosis';
import type { Signature } from '@polymath/contracts/polymath/models/v1/models';
import { Moments, type Sums } from '@polymath/diagnosis';
import type { WireTensor } from '@polymath/engine-host';

/** All that the engine process says of one window; what a stream remembers is added by the service. */
export interface WindowFacts {
  /** Why it says nothing; unspecified: usable. All else is 0 for a window that says nothing. */
  badSignal: BadSignal;
  /** Calibrated, [conditions]. */
  probabilities: Float32Array;
  unknownScore: number;
  /** Of its samples. */
  moments: Moments;
  /** Of its features in the diagnoser's principal components. */
  coordinates: Float64Array;
  /** The features with the largest shares in the score of the likeliest condition, largest first. */
  reasons: { feature: number; share: number }[];
}

/** Whether a window says something. */
export const isUsable = ({ badSignal }: WindowFacts): boolean =>
  badSignal === BadSignal.BAD_SIGNAL_UNSPECIFIED;

/** Reasons that are given of each window, at most. */
export const mostReasons = 10;

const sumNames = ['count', 'mean', 'second', 'third', 'fourth', 'absolute', 'roots', 'least', 'most'] as const satisfies readonly (keyof Sums)[]; // prettier-ignore

const arrays = { FP32: Float32Array, FP64: Float64Array, INT32: Int32Array };
type Datatype = keyof typeof arrays;

const layout = [
  ['bad_signal', 'INT32'],
  ['probabilities', 'FP32'],
  ['unknown_score', 'FP64'],
  ['sums', 'FP64'],
  ['coordinates', 'FP64'],
  ['reason_features', 'INT32'],
  ['reason_shares', 'FP64'],
] as const satisfies readonly (readonly [string, Datatype])[];

type Sizes = readonly number[];

/** Numbers a window of each output. */
export const sizesOf = (conditions: number, components: number, reasons: number): Sizes => [
  ...[1, conditions, 1, sumNames.length],
  ...[components, reasons, reasons],
];

/** What the engine's model for streams takes and gives. */
export function liveSignature(windowLength: number, sizes: Sizes): Signature {
  const outputs = layout.map(([name, datatype], i) => ({
    ...{ name, datatype, shape: [-1n, BigInt(sizes[i]!)] },
  }));
  return {
    inputs: [{ name: 'windows', datatype: 'FP32', shape: [-1n, BigInt(windowLength)] }],
    outputs,
  };
}

/** Facts as they travel between the processes. */
export function factsToWire(facts: readonly WindowFacts[], sizes: Sizes): WireTensor[] {
  const columns = facts.map((each): ArrayLike<number>[] => [
    [each.badSignal],
    each.probabilities,
    [each.unknownScore],
    sumNames.map((name) => each.moments.state[name]),
    each.coordinates,
    each.reasons.map(({ feature }) => feature),
    each.reasons.map(({ share }) => share),
  ]);
  return layout.map(([name, datatype], i) => {
    const size = sizes[i]!;
    const values = new arrays[datatype](facts.length * size);
    columns.forEach((column, row) => values.set(column[i]!, row * size));
    const data = new Uint8Array(values.buffer);
    return { name, datatype, shape: [facts.length, size], data };
  });
}

/** The facts of each window. */
export function factsFromWire(outputs: readonly WireTensor[]): WindowFacts[] {
  const rows = outputs[0]!.shape[0]!;
  const values = outputs.map(({ data }, i) => {
    // Bytes that came from another process lie anywhere; numbers must begin at a multiple of their size.
    const aligned = Uint8Array.from(data).buffer;
    return new arrays[layout[i]![1]](aligned);
  });
  return Array.from({ length: rows }, (_, row): WindowFacts => {
    const rowOf = (i: number) => {
      const size = outputs[i]!.shape[1]!;
      return values[i]!.subarray(row * size, (row + 1) * size);
    };
    const shares = rowOf(6);
    return {
      badSignal: badSignalFromJSON(rowOf(0)[0]),
      probabilities: rowOf(1) as Float32Array,
      unknownScore: rowOf(2)[0]!,
      moments: momentsFrom(rowOf(3)),
      coordinates: rowOf(4) as Float64Array,
      reasons: Array.from(rowOf(5), (feature, i) => ({ feature, share: shares[i]! })),
    };
  });
}

function momentsFrom(sums: ArrayLike<number>): Moments {
  const moments = new Moments();
  const state = Object.fromEntries(sumNames.map((name, i) => [name, sums[i]!]));
  moments.load({ tensors: new Map(), state });
  return moments;
}
