import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  encodeGenerators,
  kegNetDefaults,
  lenet5,
  trainGenerators,
  type InputSource,
} from '@polymath/compression';
import { FineTuning } from '@polymath/contracts/polymath/compression/v1/compression';
import { createNetwork, disposeNetwork, floatsOf, randomStream, tidy } from '@polymath/tensor';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openFineTuningInputs } from './fine-tuning-inputs.js';
import { idx } from './idx.fixture.js';

let folder: string;
const teacher = createNetwork(lenet5({ channels: 1, classes: 10 }), randomStream(1, 'weights'));
const input = ({ sha256 }: { sha256: string }) => join(folder, sha256);

function writeGenerators(name: string, generators: number): void {
  const training = trainGenerators({ ...kegNetDefaults, generators, seed: 1 }, teacher);
  writeFileSync(join(folder, name), encodeGenerators(training.pairs));
  training.dispose();
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'polymath-inputs-'));
  writeGenerators('one', 1);
  writeGenerators('three', 3);
  const pixels = Uint8Array.from({ length: 30 * 1024 }, (_, i) => Math.floor(i / 1024));
  writeFileSync(join(folder, 'images'), idx([30, 32, 32], pixels));
  writeFileSync(join(folder, 'labels'), idx([30], new Uint8Array(30)));
});
afterAll(() => {
  disposeNetwork(teacher);
  rmSync(folder, { recursive: true, force: true });
});

const generators = (name: string) => ({ artifact: { sha256: name } });
const images = { images: { sha256: 'images' }, labels: { sha256: 'labels' } };

function open(patch: Parameters<typeof FineTuning.fromPartial>[0]) {
  const fineTuning = FineTuning.fromPartial({ samples: 20, ...patch });
  return openFineTuningInputs({ fineTuning, seed: 1 }, teacher, { input });
}

const valuesOf = (source: InputSource) =>
  tidy(() => floatsOf(source.batch(Int32Array.from({ length: source.count }, (_, i) => i))));

describe('openFineTuningInputs', () => {
  it('keeps the last generator back as the judge', async () => {
    const source = { $case: 'generators' as const, value: generators('three') };
    const { inputs, heldOut } = await open({ source });
    expect([inputs.count, heldOut?.count]).toEqual([40, 20]);
    const all = await open({ source, validation: images });
    expect([all.inputs.count, all.heldOut]).toEqual([60, undefined]);
    expect(valuesOf(all.inputs).subarray(0, 40 * 1024)).toEqual(valuesOf(inputs));
    expect(valuesOf(heldOut!)).not.toEqual(valuesOf(all.inputs).subarray(40 * 1024));
  });

  it('learns from all generators when others judge', async () => {
    const source = { $case: 'generators' as const, value: generators('three') };
    const { inputs, heldOut } = await open({ source, heldOut: generators('one') });
    expect([inputs.count, heldOut?.count]).toEqual([60, 20]);
  });

  it('blends two inputs each of all generators, and nobody judges', async () => {
    const source = { $case: 'generators' as const, value: generators('three') };
    const whole = valuesOf((await open({ source, validation: images })).inputs);
    const { inputs, heldOut } = await open({ source, blended: true });
    expect([inputs.count, heldOut]).toEqual([60, undefined]);
    const image = (values: Float32Array, i: number) => values.subarray(1024 * i, 1024 * (i + 1));
    const minus = (a: Float32Array, b: Float32Array) => a.map((value, j) => value - b[j]!);
    const dot = (a: Float32Array, b: Float32Array) => a.reduce((sum, value, j) => sum + value * b[j]!, 0); // prettier-ignore
    /** How far the first blend is from the line through the first image and another. */
    const distance = (i: number) => {
      const [blend, along] = [valuesOf(inputs), whole].map((values, k) => minus(image(values, k && i), image(whole, 0))); // prettier-ignore
      const share = dot(blend!, along!) / dot(along!, along!);
      return Math.max(...blend!.map((value, j) => Math.abs(value - share * along![j]!)));
    };
    const distances = Array.from({ length: 59 }, (_, i) => distance(i + 1)).toSorted((x, y) => x - y); // prettier-ignore
    expect(distances[0]).toBeLessThan(1e-5);
    expect(distances[1]).toBeGreaterThan(1e-2);
    const judged = await open({ source, blended: true, heldOut: generators('one') });
    expect(judged.heldOut?.count).toBe(20);
  });

  it('has uniform noise judge a single generator', async () => {
    const { inputs, heldOut } = await open({
      source: { $case: 'generators', value: generators('one') },
    });
    expect(inputs.count).toBe(20);
    expect(Math.max(...valuesOf(heldOut!).map(Math.abs))).toBeLessThanOrEqual(1);
  });

  it('keeps a tenth of real images back, and none where there are others to validate with', async () => {
    const source = { $case: 'images' as const, value: images };
    const { inputs, heldOut } = await open({ source });
    expect([inputs.count, heldOut?.count]).toEqual([18, 2]);
    // Every pixel of the image at place i is i.
    expect(valuesOf(heldOut!)[1024]).toBeCloseTo(19 / 255, 6);
    const validated = await open({ source, validation: images });
    expect([validated.inputs.count, validated.heldOut]).toEqual([20, undefined]);
  });

  it('judges noise by blends of generated images where there are any', async () => {
    const source = { $case: 'noise' as const, value: { distribution: 1 } };
    const { inputs, heldOut } = await open({ source, heldOut: generators('one') });
    expect([inputs.count, heldOut?.count]).toEqual([20, 20]);
    expect(valuesOf(heldOut!)).not.toEqual(valuesOf((await open({ source })).heldOut!));
  });
});
