import type { Cost, Decomposable, Sides } from '../low-rank/index.js';
import { chooseRank, chooseRanks, type SingularValues } from '../low-rank/ranks.js';

/** What one layer can become. */
export interface LayerOption {
  /** Undefined: the layer stays as it is. */
  readonly ranks: Sides<number> | undefined;
  /** Of its weights; the bias is the same whatever the ranks. */
  readonly cost: Cost;
  /** What is lost of the layer's squared singular values, as a share of them all; of both unfoldings of a convolution together. */
  readonly loss: number;
}

/** The sizes of a layer that say what ranks cost. */
export interface LayerSize {
  readonly op: Decomposable['op'];
  readonly in: number;
  readonly out: number;
  /** Places in the kernel; 1 for a dense layer. */
  readonly places: number;
  /** Places in the image that comes in and in the one that goes out; 1 for a dense layer. */
  readonly pixels: Sides<number>;
}

/** Singular values of a layer's two unfoldings, largest first, or of its weights twice, with the sides of each matrix. */
export type LayerSpectra = Sides<SingularValues>;

/** All that one layer can become, and where the search begins. */
export interface LayerOptions {
  /** EVBMF's ranks, or the layer as it is where those cost as much. */
  readonly start: LayerOption;
  /** Every pair of ranks that there can be, and the layer as it is. */
  readonly all: readonly LayerOption[];
}

/** Lists what a layer can become; `what` says which cost decides whether EVBMF's ranks pay. */
export function layerOptions(
  size: LayerSize,
  spectra: LayerSpectra,
  what: keyof Cost,
): LayerOptions {
  const optionOf = optionsFor(size, spectra);
  const whole: LayerOption = { ranks: undefined, cost: costOf(size, undefined), loss: 0 };
  const estimated = optionOf(startingRanks(size, spectra));
  const start = estimated.cost[what] < whole.cost[what] ? estimated : whole;
  return { start, all: [...ranksOf(size).map(optionOf), whole] };
}

/** What a layer's weights cost with these ranks; a part whose rank is full is left out. */
export function costOf(size: LayerSize, ranks: Sides<number> | undefined): Cost {
  const { in: inputs, out: outputs, places, pixels } = size;
  if (!ranks) return parts([places * inputs * outputs, pixels.out]);
  if (size.op === 'dense') return parts([ranks.in * (inputs + outputs), 1]);
  const reduce = ranks.in < inputs ? inputs * ranks.in : 0;
  const expand = ranks.out < outputs ? ranks.out * outputs : 0;
  const core = places * ranks.in * ranks.out;
  return parts([reduce, pixels.in], [core, pixels.out], [expand, pixels.out]);
}

/** Weights, and how often each is used. */
function parts(...chain: readonly (readonly [weights: number, uses: number])[]): Cost {
  const sum = (values: number[]) => values.reduce((a, b) => a + b, 0);
  return {
    parameters: sum(chain.map(([weights]) => weights)),
    multiplyAdds: sum(chain.map(([weights, uses]) => weights * uses)),
  };
}

function startingRanks(size: LayerSize, spectra: LayerSpectra): Sides<number> {
  const rule = { rule: 'evbmf' } as const;
  if (size.op === 'conv2d') return chooseRanks(rule, size.places, spectra);
  const rank = chooseRank(rule, spectra.in);
  return { in: rank, out: rank };
}

/** Every pair of ranks below the full ones that a decomposition takes. */
export function ranksOf({ op, in: inputs, out: outputs, places }: LayerSize): Sides<number>[] {
  if (op === 'dense') {
    const full = Math.min(inputs, outputs);
    return Array.from({ length: full - 1 }, (_, i) => ({ in: i + 1, out: i + 1 }));
  }
  const ranks: Sides<number>[] = [];
  for (let a = 1; a <= inputs; a++) {
    const [least, most] = [Math.ceil(a / places), Math.min(outputs, places * a)];
    for (let b = least; b <= most; b++) ranks.push({ in: a, out: b });
  }
  return ranks.filter((pair) => pair.in < inputs || pair.out < outputs);
}

function optionsFor(size: LayerSize, spectra: LayerSpectra) {
  const dropped = { in: droppedShares(spectra.in.values), out: droppedShares(spectra.out.values) };
  return (ranks: Sides<number>): LayerOption => {
    const [inward, outward] = [dropped.in[ranks.in] ?? 0, dropped.out[ranks.out] ?? 0];
    const loss = size.op === 'dense' ? inward : inward + outward;
    return { ranks, cost: costOf(size, ranks), loss };
  };
}

/** By rank from 0: Σ over h > rank of s_h², over Σ s_h². */
function droppedShares(values: Float64Array): Float64Array {
  const shares = new Float64Array(values.length + 1);
  for (let rank = values.length - 1; rank >= 0; rank--) {
    shares[rank] = shares[rank + 1]! + values[rank]! ** 2;
  }
  const total = shares[0]!;
  return total > 0 ? shares.map((share) => share / total) : shares;
}
