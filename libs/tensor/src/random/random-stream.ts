import { createHash } from 'node:crypto';
import { PolymathError } from '@polymath/errors';
import { integers } from '../constants.js';
import { add } from '../kernels/add.js';
import { mul } from '../kernels/mul.js';
import { run } from '../native/run.js';
import { tidy } from '../scope.js';
import { scalar, tensor, type Shape, type Tensor } from '../tensor.js';
import { philox4x32 } from './philox.js';

const words = 2 ** 32;

/**
 * The stream of random numbers that belongs to a seed and a name. Streams of different names are independent; the same seed
 * and name give the same bits with any number of threads: whole numbers on every machine, tensors on the same kind of device.
 * @param seed whole number, 0 to 2^64 - 1; as a bigint above 2^53 - 1
 * @param name what the numbers are for, e.g. `weights`; children are named `parent/child`
 * @throws invalid-input for another seed
 */
export function randomStream(seed: number | bigint, name: string): RandomStream {
  const whole = typeof seed === 'bigint' || Number.isSafeInteger(seed);
  if (!whole || seed < 0 || BigInt(seed) >= 2n ** 64n) {
    throw new PolymathError(
      'invalid-input',
      `seed must be a whole number from 0 to 2^64 - 1, got ${String(seed)}`,
    );
  }
  return new RandomStream(BigInt(seed), name);
}

/** Random numbers one after the other; its whole state is how many 32-bit words have been drawn. */
export class RandomStream {
  readonly name: string;
  private readonly seed: bigint;
  private readonly key: Uint32Array;
  // The lower half counts blocks of four words; the upper half, like the key, tells streams apart.
  private readonly counter: Uint32Array;
  private readonly block = new Uint32Array(4);
  private loadedBlock = -1;
  private position = 0;

  /** As {@link randomStream}, which checks the seed. */
  constructor(seed: bigint, name: string) {
    this.seed = seed;
    this.name = name;
    const digest = createHash('sha256').update(`${seed}\n${name}`).digest();
    const word = (i: number) => digest.readUInt32LE(4 * i);
    this.key = Uint32Array.of(word(0), word(1));
    this.counter = Uint32Array.of(0, 0, word(2), word(3));
  }

  /** The stream `<name>/<child>` of the same seed; does not depend on what was drawn here. */
  child(name: string): RandomStream {
    return new RandomStream(this.seed, `${this.name}/${name}`);
  }

  /** The next 32-bit word, uniform on 0 to 2^32 - 1. */
  uint32(): number {
    const block = Math.floor(this.position / 4);
    if (block !== this.loadedBlock) {
      this.counter[0] = block % words;
      this.counter[1] = Math.floor(block / words);
      philox4x32(this.counter, this.key, this.block);
      this.loadedBlock = block;
    }
    return this.block[this.position++ % 4]!;
  }

  /**
   * A whole number, uniform on 0 to `below` - 1.
   * @param below 1 to 2^32
   */
  integer(below: number): number {
    if (!Number.isInteger(below) || below < 1 || below > words) {
      throw new PolymathError(
        'invalid-input',
        `below must be a whole number from 1 to 2^32, got ${below}`,
      );
    }
    // Words beyond the last whole multiple of `below` would favour small results.
    const limit = words - (words % below);
    let word = this.uint32();
    while (word >= limit) word = this.uint32();
    return word % below;
  }

  /** The numbers 0 to n - 1 in random order, each order equally likely (Fisher and Yates). */
  permutation(n: number): Int32Array {
    const order = Int32Array.from({ length: n }, (_, i) => i);
    for (let i = n - 1; i > 0; i--) {
      const j = this.integer(i + 1);
      const swapped = order[i]!;
      order[i] = order[j]!;
      order[j] = swapped;
    }
    return order;
  }

  /** A float32 tensor of independent normal numbers; `sd` is the standard deviation. */
  normal(shape: Shape, mean = 0, sd = 1): Tensor {
    return this.draw('StatelessRandomNormal', shape, sd, mean);
  }

  /** A float32 tensor of independent numbers, uniform on [low, high) up to rounding. */
  uniform(shape: Shape, low = 0, high = 1): Tensor {
    return this.draw('StatelessRandomUniform', shape, high - low, low);
  }

  /** How many 32-bit words have been drawn: all it takes to continue. */
  state(): number {
    return this.position;
  }

  /** Continues where a stream of the same seed and name was when it gave `state`. */
  restore(state: number): void {
    if (!Number.isSafeInteger(state) || state < 0) {
      throw new PolymathError(
        'corrupt-data',
        `the state of a random stream must be a whole number of words, got ${state}`,
      );
    }
    this.position = state;
  }

  // Two words seed TensorFlow's own counter-based generator, whatever the size of the tensor.
  private draw(op: string, shape: Shape, scale: number, shift: number): Tensor {
    const seed = Int32Array.of(this.uint32(), this.uint32());
    return tidy(() => {
      const standard = run(op, [integers(shape), tensor(seed)]);
      const scaled = scale === 1 ? standard : mul(standard, scalar(scale));
      return shift === 0 ? scaled : add(scaled, scalar(shift));
    });
  }
}
