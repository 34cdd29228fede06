import { arraySource, smallCnn } from '@polymath/compression';
import { createNetwork, disposeNetwork, randomStream, type Network } from '@polymath/tensor';
import { afterAll, describe, expect, it } from 'vitest';
import { compareClassifiers } from './compare-classifiers.js';

const classifier = (classes: number): Network =>
  createNetwork(
    smallCnn({ size: 4, channels: 1, classes, widths: [2] }),
    randomStream(1, 'weights'),
  );
const [student, teacher, narrow] = [3, 5, 2].map(classifier) as [Network, Network, Network];
afterAll(() => [student, teacher, narrow].forEach(disposeNetwork));
const test = { ...arraySource(new Float32Array(48), [4, 4, 1]), labels: Int32Array.of(0, 1, 2) };

describe('compareClassifiers', () => {
  it('measures the student and its first teacher', () => {
    const metrics = compareClassifiers(student, [teacher, narrow], test);
    expect(Object.keys(metrics).sort()).toEqual([
      ...['accuracy', 'secondsPerImage', 'teacherAccuracy', 'teacherSecondsPerImage'],
    ]);
    // Equal images are all put into one class, which a third of them has.
    expect(metrics['accuracy']).toBeCloseTo(1 / 3, 6);
  });

  it.each([
    ['that tells fewer classes apart', [narrow]],
    ['that there is not', []],
  ])('leaves out a teacher %s', (_, teachers) => {
    const metrics = compareClassifiers(student, teachers, test);
    expect(Object.keys(metrics).sort()).toEqual(['accuracy', 'secondsPerImage']);
  });
});
