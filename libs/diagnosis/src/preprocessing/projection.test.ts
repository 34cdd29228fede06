import { describe, expect, it } from 'vitest';
import { golden } from '../nsae/golden.fixture.js';
import { expectNear, noise } from '../testing.js';
import { adjustLevels } from './levels.js';
import { learnProjection, project } from './projection.js';
import { checkWindows } from './rows.js';
import { drawSegments } from './segments.js';

const segments = { count: 30, length: 6, values: Float32Array.from(golden.segments) };

describe('learnProjection', () => {
  it("whitens by NumPy's matrix", () => {
    const { epsilon, mean, matrix } = golden.whitening;
    const projection = learnProjection(segments, { kind: 'whiten', epsilon });
    expectNear(projection.mean, mean, 1e-6);
    expectNear(projection.matrix, matrix, 1e-5);
  });

  it('scales all elements by one number, to variance 1', () => {
    const scaled = project(segments, learnProjection(segments, { kind: 'scale' }));
    expectNear([scaled.values.reduce((sum, value) => sum + value ** 2, 0) / 180], [1], 1e-5);
    const [first, second] = [0, 6].map((at) => scaled.values[at]! - scaled.values[at + 6]!);
    const [a, b] = [0, 6].map((at) => segments.values[at]! - segments.values[at + 6]!);
    expectNear([first! / second!], [a! / b!], 1e-4);
  });
});

describe('adjustLevels', () => {
  const windows = { count: 2, length: 4, values: Float32Array.of(1, 3, 1, 3, 5, 5, 5, 5) };

  it('takes out the mean', () => {
    const { values } = adjustLevels(windows, { removeMean: true, scale: 'absolute' });
    expect([...values]).toEqual([-1, 1, -1, 1, 0, 0, 0, 0]);
  });

  it('takes out the gain, and leaves a constant window finite', () => {
    const louder = { ...windows, values: windows.values.map((value) => 7 * value) };
    const settings = { removeMean: true, scale: 'per-window' } as const;
    expect([...adjustLevels(louder, settings).values]).toEqual([-1, 1, -1, 1, 0, 0, 0, 0]);
    expect(windows.values[0]).toBe(1);
  });
});

describe('drawSegments', () => {
  it('cuts windows at random places, the same for a seed', () => {
    const windows = { count: 3, length: 8, values: Float32Array.from({ length: 24 }, (_, i) => i) };
    const drawn = drawSegments(windows, { count: 200, length: 4 }, 1);
    const starts = Array.from({ length: 200 }, (_, i) => drawn.values[4 * i]!);
    starts.forEach((start, i) => {
      expect([...drawn.values.subarray(4 * i, 4 * i + 4)]).toEqual([0, 1, 2, 3].map((k) => start + k)); // prettier-ignore
    });
    expect(new Set(starts)).toEqual(new Set([0, 8, 16].flatMap((w) => [0, 1, 2, 3, 4].map((k) => w + k)))); // prettier-ignore
    expect(drawSegments(windows, { count: 200, length: 4 }, 1)).toEqual(drawn);
    expect(drawSegments(windows, { count: 200, length: 4 }, 2)).not.toEqual(drawn);
  });

  it('names all bad settings', () => {
    const windows = { count: 1, length: 8, values: noise(8, 1) };
    expect(() => drawSegments(windows, { count: 0, length: 9 }, 1)).toThrow(
      "segments.count: must be a whole number of at least 1, got 0; segments.length: must be at most the window's 8, got 9",
    );
  });
});

describe('checkWindows', () => {
  it('names everything that is wrong', () => {
    const values = Float32Array.of(1, NaN, 1);
    const windows = { count: 2, length: 2, values, labels: Int32Array.of(0), classes: ['a'] };
    expect(() => { checkWindows(windows); }).toThrow(
      'values: must hold 2 windows of 2 samples, got 3; values: must be finite; labels: must be one a window (2), got 1; classes: must be at least 2, got 1',
    ); // prettier-ignore
  });
});
