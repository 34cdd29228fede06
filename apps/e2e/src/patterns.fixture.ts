import { randomStream } from '@polymath/tensor';

/** How many kinds of pattern there are. */
export const classes = 3;
const side = 32;

/** Files of labelled images as MNIST has them, and what is in them. */
export interface Patterns {
  /** IDX: [count, 32, 32] */
  readonly images: Buffer;
  /** IDX: [count] */
  readonly labels: Buffer;
  /** Pixel / 255, [count * 32 * 32]. */
  readonly values: Float32Array;
  /** [count] */
  readonly classes: Uint8Array;
}

const draw: readonly ((y: number, x: number) => boolean)[] = [
  (y) => y % 8 < 4,
  (_, x) => x % 8 < 4,
  (y, x) => y % 8 < 4 !== x % 8 < 4,
];

/** Rows, columns and chequers under noise, in turn: a network learns them in a few steps. */
export function patterns(count: number, seed: number): Patterns {
  const noise = randomStream(seed, 'patterns');
  const labels = Uint8Array.from({ length: count }, (_, i) => i % classes);
  const pixels = Uint8Array.from({ length: count * side * side }, (_, i) => {
    const [y, x] = [Math.floor(i / side) % side, i % side];
    const isLit = draw[labels[Math.floor(i / (side * side))]!]!(y, x);
    return (isLit ? 155 : 0) + noise.integer(100);
  });
  return {
    images: idx([count, side, side], pixels),
    labels: idx([count], labels),
    values: Float32Array.from(pixels, (pixel) => pixel / 255),
    classes: labels,
  };
}

/** An IDX file of unsigned bytes. */
function idx(shape: readonly number[], data: Uint8Array): Buffer {
  const header = Buffer.alloc(4 + 4 * shape.length);
  header.set([0, 0, 8, shape.length]);
  shape.forEach((size, i) => header.writeUInt32BE(size, 4 + 4 * i));
  return Buffer.concat([header, data]);
}
