import { afterAll, describe, expect, it } from 'vitest';
import {
  createNetwork,
  decodeSafetensors,
  disposeNetwork,
  encodeNetwork,
  encodeSafetensors,
  floatsOf,
  liveTensors,
  randomStream,
  tensor,
  tidy,
  type Safetensors,
} from '@polymath/tensor';
import { rowGraph, rows, sameBytes } from '../classifier/testing-trainings.js';
import { classView } from './class-view.js';
import { decoderGraph } from './decoder.js';
import { generatorGraph } from './generator.js';
import { decodeGenerators, encodeGenerators } from './generator-file.js';
import { imageGrid } from './image-grid.js';
import { drawPool } from './pool.js';
import { generatorPreview } from './preview.js';
import { generatorInput, oneHotRows, sampleGenerator } from './sample.js';
import { meanPairDistance, spreadWithinClasses } from './spread.js';
import type { GeneratorPair } from './train.js';

const create = (output: number[], classes: number, seed: number): GeneratorPair => ({
  generator: createNetwork(generatorGraph({ noise: 10, classes, output }), randomStream(seed, 'g')),
  decoder: createNetwork(
    decoderGraph({ input: output, noise: 10, hiddenLayers: 1 }),
    randomStream(seed, 'd'),
  ),
});
const free = ({ generator, decoder }: GeneratorPair) => {
  [generator, decoder].forEach(disposeNetwork);
};

const pairs = [1, 2].map((seed) => create([6], 3, seed));
const generators = pairs.map(({ generator }) => generator);
const images = create([32, 32, 1], 10, 3);
afterAll(() => {
  [...pairs, images].forEach(free);
});

describe('a file of generators', () => {
  const bytes = () => encodeGenerators(pairs, { title: 'digits' });

  function changed(change: (file: Safetensors) => void): Uint8Array {
    const file = decodeSafetensors(bytes());
    change(file);
    return encodeSafetensors(file.tensors, file.metadata);
  }

  it('gives every generator and decoder back to the bit, from a Buffer too', () => {
    const read = decodeGenerators(Buffer.from(bytes()));
    const networks = (set: readonly GeneratorPair[]) =>
      set.flatMap(({ generator, decoder }) => [generator, decoder]).map((n) => encodeNetwork(n));
    const expected = networks(pairs);
    networks(read).forEach((bits, i) => {
      expect(sameBytes(bits, expected[i]!)).toBe(true);
    });
    read.forEach(free);
  });

  it('has equal bytes for equal sets, with the metadata asked for', () => {
    expect(sameBytes(bytes(), bytes())).toBe(true);
    const { tensors, metadata } = decodeSafetensors(bytes());
    expect(metadata).toMatchObject({ format: 'polymath.generators.v1', title: 'digits' });
    expect(tensors.get('generator.1/fc1.weight')?.shape).toEqual([13, 120]);
  });

  it.each<[string, () => Uint8Array]>([
    ['safetensors: expected at least 8 bytes', () => new Uint8Array(2)],
    [
      'expected a file of format polymath.generators.v1, got none',
      () => encodeSafetensors(new Map()),
    ],
    [
      'expected a file of format polymath.generators.v1, got polymath.network.v1',
      () => encodeNetwork(images.decoder),
    ],
    ['expected at least one generator, got none', () => encodeGenerators([])],
    ['the file lacks decoder.1', () => changed(({ metadata }) => delete metadata['decoder.1'])],
    ['the graph is no JSON', () => changed(({ metadata }) => (metadata['generator.1'] = '{'))],
    [
      'parameter fc1.bias: expected [120], got none',
      () => changed(({ tensors }) => tensors.delete('decoder.1/fc1.bias')),
    ],
  ])('that does not hold is corrupt data and leaves nothing behind: %s', (message, file) => {
    const data = file();
    const before = liveTensors();
    expect(() => decodeGenerators(data)).toThrow(
      expect.objectContaining({
        kind: 'corrupt-data',
        message: expect.stringContaining(message) as string,
      }) as Error,
    );
    expect(liveTensors()).toBe(before);
  });
});

describe('drawPool', () => {
  const options = { samples: 620, classes: 3, seed: 1 }; // more than one batch
  const all = (source: ReturnType<typeof drawPool>) =>
    tidy(() => floatsOf(source.batch(Int32Array.from({ length: source.count }, (_, i) => i))));

  it('feeds the same classes and noise to every generator, one after the other', () => {
    const alone = generators.map((generator) => all(drawPool([generator], options)));
    const pool = drawPool(generators, options);
    expect([pool.count, pool.shape]).toEqual([1240, [6]]);
    expect(all(pool)).toEqual(Float32Array.from([...alone[0]!, ...alone[1]!]));
    expect(all(drawPool([generators[0]!, generators[0]!], options)).subarray(620 * 6)).toEqual(
      alone[0],
    );
  });

  it('changes no generator, repeats for a seed and leaves no tensor behind', () => {
    const bits = encodeNetwork(generators[0]!);
    const first = all(drawPool(generators, options));
    const before = liveTensors();
    expect(all(drawPool(generators, options))).toEqual(first);
    expect(liveTensors()).toBe(before);
    expect(all(drawPool(generators, { ...options, seed: 2 }))).not.toEqual(first);
    expect(sameBytes(encodeNetwork(generators[0]!), bits)).toBe(true);
  });

  it.each<[string, () => unknown]>([
    ['expected at least one generator, got none', () => drawPool([], options)],
    [
      'samples must be a whole number of at least 1, got 0',
      () => drawPool(generators, { ...options, samples: 0 }),
    ],
    [
      'expected generators of one kind that read noise and 3 classes, got [13] to [6], [20] to [32,32,1]',
      () => drawPool([generators[0]!, images.generator], options),
    ],
    [
      'expected generators of one kind that read noise and 13 classes, got [13] to [6]',
      () => drawPool([generators[0]!], { ...options, classes: 13 }),
    ],
  ])('rejects: %s', (message, draw) => {
    expect(draw).toThrow(expect.objectContaining({ kind: 'invalid-input', message }) as Error);
  });
});

describe('classView', () => {
  it('counts the classes that a classifier sees and averages its confidence', () => {
    const classifier = createNetwork(rowGraph(), randomStream(1, 'w'));
    for (const parameter of classifier.parameters.values()) {
      parameter.assign(new Float32Array(parameter.size));
    }
    const inputs = rows(1001, 1);
    const uniform = classView(classifier, inputs);
    expect(uniform.meanTopProbability).toBeCloseTo(1 / 3, 5);
    classifier.parameters.get('fc2.bias')!.assign(Float32Array.of(0, Math.log(2), 0));
    const { histogram, meanTopProbability } = classView(classifier, inputs);
    expect([...histogram]).toEqual([0, 1001, 0]);
    expect(meanTopProbability).toBeCloseTo(0.5, 5);
    disposeNetwork(classifier);
  });
});

describe('sampleGenerator', () => {
  it('reads noise first, then classes', () => {
    tidy(() => {
      const input = generatorInput(tensor([[5, 6]]), oneHotRows(Int32Array.of(1), 3));
      expect([...floatsOf(input)]).toEqual([5, 6, 0, 1, 0]);
    });
  });

  it('makes images of mean 0 and unbiased deviation 1, each independent of the others in the batch', () => {
    tidy(() => {
      const z = randomStream(1, 'z').normal([3, 10]);
      const y = oneHotRows(Int32Array.of(0, 4, 9), 10);
      const all = floatsOf(sampleGenerator(images.generator, z, y));
      const one = all.subarray(0, 1024);
      const mean = one.reduce((sum, v) => sum + v, 0) / 1024;
      const variance = one.reduce((sum, v) => sum + (v - mean) ** 2, 0) / 1023;
      expect(mean).toBeCloseTo(0, 5);
      expect(variance).toBeCloseTo(1, 4);
      const alone = tensor(floatsOf(z).slice(0, 10), [1, 10]);
      const again = floatsOf(
        sampleGenerator(images.generator, alone, oneHotRows(Int32Array.of(0), 10)),
      );
      again.forEach((value, i) => {
        expect(value).toBeCloseTo(one[i]!, 4);
      });
    });
  });
});

describe('meanPairDistance', () => {
  it('is the mean of |x_a - x_b| over pairs and columns', () => {
    // Column 1: |0-3|, |0-1|, |3-1| = 3, 1, 2; column 2: 0, 6, 6. The mean of the six is 3.
    expect(meanPairDistance(Float32Array.of(0, 5, 3, 5, 1, -1), 3)).toBe(3);
  });
});

describe('spreadWithinClasses', () => {
  it('is 0 for a generator that ignores its noise', () => {
    const options = { classes: 3, samplesPerClass: 5, seed: 1 };
    const generator = generators[0]!;
    expect(spreadWithinClasses(generator, options)).toBeGreaterThan(0);
    const weight = generator.parameters.get('fc1.weight')!;
    const values = floatsOf(weight);
    weight.assign(values.map((value, i) => (i < 10 * 120 ? 0 : value)));
    expect(spreadWithinClasses(generator, options)).toBeCloseTo(0, 6);
    weight.assign(values);
  });
});

describe('imageGrid', () => {
  it('lays stretched images out in rows with gaps of two pixels', () => {
    const picture = tidy(() =>
      imageGrid(
        'two',
        tensor([
          [[[0]], [[2]]],
          [[[5]], [[5]]],
          [[[1]], [[0]]],
        ]),
        2,
      ),
    ); // [3, 2, 1, 1]
    expect([picture.width, picture.height, picture.channels, picture.title]).toEqual([
      8,
      10,
      1,
      'two',
    ]);
    const at = (x: number, y: number) => picture.pixels[y * picture.width + x];
    expect([at(2, 2), at(2, 3), at(5, 2), at(2, 6), at(2, 7), at(0, 0)]).toEqual([
      0, 255, 0, 255, 0, 255,
    ]);
  });
});

describe('generatorPreview', () => {
  it('shows each class in a row, and is the same for the same seed', () => {
    const draw = () =>
      generatorPreview(images.generator, { title: 't', classes: 10, columns: 4, seed: 1 });
    const picture = draw();
    expect([picture.width, picture.height]).toEqual([4 * 34 + 2, 10 * 34 + 2]);
    expect(draw()).toEqual(picture);
  });
});
