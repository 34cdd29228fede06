import { describe, expect, it } from 'vitest';
import { floatsOf, tensor, tidy } from '@polymath/tensor';
import { learnProjection } from '../preprocessing/index.js';
import { orthonormalFilters } from '../nsae/index.js';
import { expectNear, expectNoLeak, noise, ringing } from '../testing.js';
import { allFeatures, lcnFeatures, segmentsPerWindow, type Pooling } from './features.js';
import { foldFilters } from './filter-bank.js';

const [inputs, outputs, samples] = [20, 8, 150];
const windows = { count: 70, length: samples, values: ringing(70, samples, 2).values };
const filters = orthonormalFilters(outputs, inputs, 1);
const segments = { count: 525, length: inputs, values: windows.values };
const projection = learnProjection(segments, { kind: 'whiten', epsilon: 1e-2 });
const bank = foldFilters(filters, projection);

/** z of one filter and one segment by its definition, W·V·(seg - μ), in double precision. */
function local(window: Float32Array, start: number, filter: number): number {
  let z = 0;
  for (let i = 0; i < inputs; i++) {
    let white = 0;
    for (let j = 0; j < inputs; j++) {
      white += projection.matrix[i * inputs + j]! * (window[start + j]! - projection.mean[j]!);
    }
    z += filters.values[filter * inputs + i]! * white;
  }
  return z;
}

const definitions: Record<Pooling, (z: number[]) => number> = {
  mean: (z) => z.reduce((sum, value) => sum + Math.max(0, value), 0) / z.length,
  max: (z) => Math.max(0, ...z),
  rms: (z) => Math.sqrt(z.reduce((sum, value) => sum + value ** 2, 0) / z.length),
  kurtosis: (z) => {
    const mean = z.reduce((sum, value) => sum + value, 0) / z.length;
    const moment = (k: number) => z.reduce((sum, value) => sum + (value - mean) ** k, 0) / z.length;
    return moment(4) / moment(2) ** 2;
  },
};

describe('lcnFeatures', () => {
  it.each<[Pooling, number]>([
    ['mean', 1],
    ['mean', 7],
    ['mean', 20],
    ['max', 5],
    ['rms', 5],
    ['kurtosis', 5],
  ])('is what a loop over segments gives: %s, stride %i', (pooling, stride) => {
    const count = segmentsPerWindow(samples, inputs, stride);
    const expected = [0, 3].flatMap((w) =>
      Array.from({ length: outputs }, (_, j) =>
        definitions[pooling](
          Array.from({ length: count }, (__, k) =>
            local(windows.values.subarray(w * samples, (w + 1) * samples), k * stride, j),
          ),
        ),
      ),
    );
    const found = allFeatures(bank, windows, { stride, poolings: [pooling] });
    const rows = [0, 3].flatMap((w) => [...found.subarray(w * outputs, (w + 1) * outputs)]);
    expectNear(rows, expected, 1e-5);
  });

  it('is the same as one product and as a convolution', () => {
    const settings = { stride: 3, poolings: ['mean', 'kurtosis'] as const };
    const convolved = tidy(() =>
      floatsOf(lcnFeatures(bank, tensor(windows.values, [windows.count, samples]), settings)),
    );
    expectNear(allFeatures(bank, windows, settings), convolved, 1e-5);
  });

  it('puts several poolings side by side', () => {
    const both = allFeatures(bank, windows, { stride: 5, poolings: ['max', 'mean'] });
    const [max, mean] = (['max', 'mean'] as const).map((pooling) =>
      allFeatures(bank, windows, { stride: 5, poolings: [pooling] }),
    );
    expect([...both.subarray(0, 16)]).toEqual([...max!.subarray(0, 8), ...mean!.subarray(0, 8)]);
  });

  it('hardly changes when the signal moves by whole strides: at most 2·k/K of it enters and leaves', () => {
    const long = noise(1400, 5);
    const at = (start: number, stride: number) =>
      allFeatures(bank, { count: 1, length: 1200, values: long.slice(start, start + 1200) }, { stride, poolings: ['mean'] }); // prettier-ignore
    const change = (shift: number, stride: number) => {
      const [a, b] = [at(0, stride), at(shift, stride)];
      return Math.hypot(...a.map((value, j) => value - b[j]!)) / Math.hypot(...a);
    };
    expect(change(30, 10)).toBeLessThan((2 * 3) / segmentsPerWindow(1200, inputs, 10));
    // By less than a stride it does change, where the stride is longer than the waves.
    expect(change(7, 100)).toBeGreaterThan(0.2);
    expect(change(7, 1)).toBeLessThan(0.02);
  });

  it('leaves no tensor behind', async () => {
    await expectNoLeak(() => {
      allFeatures(bank, windows, { stride: 10, poolings: ['mean', 'kurtosis'] });
    });
  });

  it('rejects windows that are shorter than a filter', () => {
    tidy(() => {
      expect(() => lcnFeatures(bank, tensor([[1, 2]]), { stride: 1, poolings: ['mean'] })).toThrow(
        'expected windows [count, at least 20], got [1, 2]',
      );
    });
  });
});
