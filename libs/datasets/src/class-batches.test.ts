import { describe, expect, it } from 'vitest';
import { randomStream } from '@polymath/tensor';
import { ClassBatches, type ClassBatchSettings } from './class-batches.js';

const labels = Int32Array.from({ length: 23 }, (_, i) => 10 * (i % 4)); // six of three classes, five of the last
const make = (changed: Partial<ClassBatchSettings> = {}) =>
  new ClassBatches({
    ...{ labels, classes: 3, itemsPerClass: 4, batchesPerEpoch: 2 },
    random: randomStream(1, 'order'),
    ...changed,
  });
const draw = (batches: ClassBatches, count: number) =>
  Array.from({ length: count }, () => [...batches.next()]);

describe('ClassBatches', () => {
  it('gives each of so many classes so many different items', () => {
    for (const places of draw(make(), 20)) {
      expect(new Set(places).size).toBe(12);
      const classes = places.map((place) => labels[place]!);
      const runs = [0, 4, 8].map((start) => new Set(classes.slice(start, start + 4)));
      expect(runs.map(({ size }) => size)).toEqual([1, 1, 1]);
      expect(new Set(classes).size).toBe(3);
    }
  });

  it('comes to every item in time', () => {
    expect(new Set(draw(make(), 40).flat()).size).toBe(23);
  });

  it('gives items of a small class again', () => {
    const few = make({ labels: Int32Array.of(0, 0, 1, 1, 1, 1, 1), classes: 2, itemsPerClass: 5 });
    const places = draw(few, 1)[0]!;
    const small = places.filter((place) => place < 2);
    expect(small).toHaveLength(5);
    expect(new Set(small).size).toBe(2);
  });

  it('repeats for a seed and differs for another', () => {
    expect(draw(make(), 3)).toEqual(draw(make(), 3));
    expect(draw(make({ random: randomStream(2, 'order') }), 3)).not.toEqual(draw(make(), 3));
  });

  it('continues from its position', () => {
    const [a, b] = [make(), make()];
    draw(a, 3);
    expect([a.epoch, a.index]).toEqual([1, 1]);
    b.load(a.save());
    expect(draw(b, 3)).toEqual(draw(a, 3));
  });

  it('has an epoch of about as many items as there are unless told otherwise', () => {
    expect(
      new ClassBatches({ labels, classes: 2, itemsPerClass: 5, random: randomStream(1, 'o') })
        .batchesPerEpoch,
    ).toBe(3);
  });

  it.each([
    [{ classes: 5 }, 'cannot make batches of 5 classes with 4 items each from 4 classes'],
    [{ classes: 0 }, 'cannot make batches of 0 classes with 4 items each from 4 classes'],
    [{ itemsPerClass: 1.5 }, 'cannot make batches of 3 classes with 1.5 items each from 4 classes'],
  ])('rejects %j', (changed, message) => {
    expect(() => make(changed)).toThrow(message);
  });
});
