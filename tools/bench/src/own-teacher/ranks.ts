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
/** Of the paper's student 3. With fewer output ranks, ten classes no longer pass. */
const conv3 = [5, 8] as const;
const conv2Candidates = [
  [2, 3],
  [3, 4],
  [3, 5],
  [4, 5],
  [4, 6],
  [4, 8],
] as const;

/** The third convolution as in the paper's student 3; of the second, what comes nearest to the middle of the wanted range without fine-tuning. */
export function chooseRanks(teacher: Network, validation: LabelledSource): Ranks {
  const tried = conv2Candidates.map((conv2) => {
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
