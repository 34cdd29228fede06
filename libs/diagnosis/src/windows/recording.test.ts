import { describe, expect, it } from 'vitest';
import { cutWindows, labelledWindows, type Recording } from './recording.js';

const ramp = (id: string, length: number, condition: string): Recording => ({
  ...{ id, condition, fault: condition.slice(0, 1), load: '0 hp', sampleRateHz: 100 },
  samples: Float32Array.from({ length }, (_, t) => t),
});

describe('cutWindows', () => {
  it('cuts whole windows, the first ones if only some are wanted', () => {
    const set = cutWindows([ramp('a', 10, 'x1'), ramp('b', 3, 'x2')], {
      length: 4,
      hop: 3,
      most: 2,
    });
    expect(set.origins.map(({ recording, start }) => [recording, start])).toEqual([['a', 0], ['a', 3]]); // prettier-ignore
    expect([...set.rows.values]).toEqual([0, 1, 2, 3, 3, 4, 5, 6]);
  });

  it('crosses no gap', () => {
    const runs = [{ start: 0, length: 5 }, { start: 5, length: 3 }, { start: 8, length: 4 }]; // prettier-ignore
    const { origins } = cutWindows([{ ...ramp('a', 12, 'x1'), runs }], { length: 4, hop: 4 });
    expect(origins.map(({ start }) => start)).toEqual([0, 8]);
  });

  it('rejects recordings that hold no window', () => {
    expect(() => cutWindows([ramp('a', 3, 'x')], { length: 4, hop: 4 })).toThrow('expected recordings of at least 4 samples, got none'); // prettier-ignore
  });
});

describe('labelledWindows', () => {
  it('labels by condition or kind of fault, with the classes of the whole set', () => {
    const set = cutWindows(
      ['y1', 'x1', 'x2'].map((name) => ramp(name, 4, name)),
      { length: 4, hop: 4 },
    );
    const places = Int32Array.of(0, 2);
    expect(labelledWindows(set, places, 'condition')).toMatchObject({ labels: Int32Array.of(2, 1), classes: ['x1', 'x2', 'y1'] }); // prettier-ignore
    expect(labelledWindows(set, places, 'fault')).toMatchObject({ labels: Int32Array.of(1, 0), classes: ['x', 'y'] }); // prettier-ignore
  });
});
