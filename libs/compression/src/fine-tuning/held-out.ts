import { add, floatsOf, mul, randomStream, sub, tensor, tidy } from '@polymath/tensor';
import type { InputSource } from '../classifier/input-source.js';
import { checkCounts } from '../classifier/settings.js';

/** How {@link movedImages} moves. */
export interface MoveOptions {
  /** The furthest along each axis, >= 1. */
  pixels: number;
  seed: number;
}

/**
 * Images that are moved by a few pixels, each by its own distance down and across; what comes in at an edge repeats the edge.
 * They judge a student that learns from generators: strange to it, not to its teacher.
 * @param images [height, width, channels]
 * @throws invalid-input when `pixels` is no whole number of at least 1
 */
export function movedImages(images: InputSource, { pixels, seed }: MoveOptions): InputSource {
  checkCounts({ pixels });
  const random = randomStream(seed, 'held out/moves');
  const moves = Int32Array.from(
    { length: 2 * images.count },
    () => random.integer(2 * pixels + 1) - pixels,
  );
  const batch = (places: Int32Array) => {
    const values = floatsOf(images.batch(places));
    const moved = new Float32Array(values.length);
    places.forEach((place, i) => {
      const [down, across] = [moves[2 * place]!, moves[2 * place + 1]!];
      move({ from: values, to: moved, index: i, shape: images.shape, down, across });
    });
    return tensor(moved, [places.length, ...images.shape]);
  };
  return { count: images.count, shape: images.shape, batch };
}

/** How {@link blendedInputs} finds partners. */
export interface BlendOptions {
  seed: number;
  /** Of the random stream: `held out` unless given. */
  name?: string;
  /** How much of the one is in a blend: half of it unless given, or a share drawn once from U(0, 1). */
  share?: 'half' | 'drawn';
}

/**
 * λx + (1 - λ)x', each input x with a partner x' drawn once: what lies between the two. Means judge a student that learns from
 * noise, which agrees with its teacher on the inputs themselves whatever it learns. With drawn λ they teach: labelled by the
 * teacher, not by a mean of labels as in H. Zhang et al., _mixup: Beyond Empirical Risk Minimization_, ICLR 2018, they show where
 * it is unsure, as for distillation in L. Beyer et al., _Knowledge distillation: A good teacher is patient and consistent_, CVPR 2022.
 */
export function blendedInputs(
  inputs: InputSource,
  { seed, name = 'held out', share = 'half' }: BlendOptions,
): InputSource {
  const partners = randomStream(seed, `${name}/partners`).permutation(inputs.count);
  const draw = () => floatsOf(randomStream(seed, `${name}/shares`).uniform([inputs.count]));
  const shares = share === 'drawn' ? tidy(draw) : new Float32Array(inputs.count).fill(0.5);
  const scalar = inputs.shape.map(() => 1);
  const batch = (places: Int32Array) => {
    const x = inputs.batch(places);
    const partner = inputs.batch(places.map((place) => partners[place]!));
    const lambda = tensor(Float32Array.from(places, (place) => shares[place]!), [places.length, ...scalar]); // prettier-ignore
    return add(mul(lambda, x), mul(sub(1, lambda), partner));
  };
  return { count: inputs.count, shape: inputs.shape, batch };
}

interface Move {
  from: Float32Array;
  to: Float32Array;
  /** Of the image in both. */
  index: number;
  shape: readonly number[];
  down: number;
  across: number;
}

function move({ from, to, index, shape, down, across }: Move): void {
  const [height = 1, width = 1, channels = 1] = shape;
  const inside = (place: number, size: number) => Math.min(Math.max(place, 0), size - 1);
  const start = index * height * width * channels;
  for (let y = 0; y < height; y++) {
    const row = start + inside(y - down, height) * width * channels;
    for (let x = 0; x < width; x++) {
      const source = row + inside(x - across, width) * channels;
      const target = start + (y * width + x) * channels;
      for (let c = 0; c < channels; c++) to[target + c] = from[source + c]!;
    }
  }
}
