import { accuracyOf, decompose, type LabelledSource } from '@polymath/compression';
import { disposeNetwork, type Network } from '@polymath/tensor';

/** Fixed ranks, (in, out), of the second and third convolution, and what is left before any fine-tuning. */
export interface Ranks {
  readonly name: string;
  readonly conv2: readonly [number, number];
  readonly conv3: readonly [number, number];
  /** On validation images, 0 to 1. */
  readonly accuracy: number;
}

/** The middle of what a student may have before fine-tuning: 50 to 85 %. */
const wanted = 0.675;
const candidates = [
  { conv2: [3, 4], conv3: [7, 11] },
  { conv2: [3, 4], conv3: [5, 8] },
  { conv2: [3, 4], conv3: [4, 6] },
  { conv2: [2, 3], conv3: [4, 6] },
] as const;

/** Those whose student comes nearest to the middle of the wanted range without fine-tuning. */
export function chooseRanks(teacher: Network, validation: LabelledSource): Ranks {
  const tried = candidates.map(({ conv2, conv3 }) => {
    const name = `conv2 (${conv2.join(', ')}), conv3 (${conv3.join(', ')})`;
    const student = decomposed(teacher, { conv2, conv3 });
    const accuracy = accuracyOf(student, validation);
    disposeNetwork(student);
    return { name, conv2, conv3, accuracy };
  });
  const distance = ({ accuracy }: Ranks) => Math.abs(accuracy - wanted);
  return tried.reduce((best, next) => (distance(next) < distance(best) ? next : best));
}

/** The teacher with both convolutions decomposed. */
export function decomposed(teacher: Network, ranks: Pick<Ranks, 'conv2' | 'conv3'>): Network {
  const fixed = ([input, output]: readonly [number, number]) => {
    return { rule: 'fixed' as const, in: input, out: output };
  };
  const layers = (['conv2', 'conv3'] as const).map((layer) => {
    return { layer, ranks: fixed(ranks[layer]) };
  });
  return decompose(teacher, layers).network;
}
