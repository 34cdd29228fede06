import { afterAll, describe, expect, it } from 'vitest';
import { disposeNetwork, liveTensors } from '@polymath/tensor';
import { gratings } from '../classifier/testing-trainings.js';
import type { StudentConfig } from './config.js';
import type { DistillationData } from './distil.js';
import {
  block,
  optimizer,
  other,
  pool,
  setUp,
  stage,
  studentGraph,
  teacher,
  teacherGraph,
  terms,
  withTerms,
} from './testing.js';

afterAll(() => {
  [teacher, other].forEach(disposeNetwork);
});

describe('distil rejects', () => {
  const names = teacherGraph.layers.map(({ name }) => name).join(', ');
  const own = studentGraph.layers.map(({ name }) => name).join(', ');

  it.each<[string, Partial<StudentConfig>, Partial<DistillationData>]>([
    ['number of stages must be a whole number of at least 1, got 0', { stages: [] }, {}],
    ['epochs must be a whole number of at least 1, got 0', { stages: [stage({ epochs: 0 })] }, {}],
    [
      'expected a term whose weight is above 0 from the first epoch to the last, got none',
      { stages: [stage({ terms: [] })] },
      {},
    ],
    [
      'weight of softTargets must be at least 0, got -1',
      withTerms({ ...terms.softTargets, weight: -1 }),
      {},
    ],
    ['temperature must be above 0, got 0', withTerms({ ...terms.softTargets, temperature: 0 }), {}],
    [
      `teacher: no layer is named nowhere; there are input, ${names}`,
      withTerms({ ...terms.hint, layers: { ...block, teacher: 'nowhere' } }),
      {},
    ],
    [
      `student: no layer is named nowhere; there are input, ${own}`,
      withTerms({ ...terms.relationalAngle, layers: { ...pool, student: 'nowhere' } }),
      {},
    ],
    [
      'student: layer pool must give [height, width, channels], got [4]',
      withTerms({ ...terms.attention, layers: pool }),
      {},
    ],
    [
      'no teacher is named small; there are big',
      withTerms({ ...terms.softTargets, teacher: 'small' }),
      {},
    ],
    [
      'a term names no teacher; there are none',
      withTerms(terms.softTargets),
      { teachers: new Map() },
    ],
    [
      'a term names no teacher; there are a, b',
      withTerms(terms.softTargets),
      {
        teachers: new Map([
          ['a', teacher],
          ['b', other],
        ]),
      },
    ],
    [
      'batch size for darkRank must be a whole number of at least 5, got 4',
      { ...withTerms(terms.darkRank), batches: { size: 4 } },
      {},
    ],
    ['cannot make batches of 21 from 20 items', { batches: { size: 21 } }, {}],
    [
      'learningRate must be above 0, got 0',
      { stages: [stage({ optimizer: { kind: 'adam', learningRate: 0 } })] },
      {},
    ],
    [
      'schedule epochs must be whole numbers of at least 0, got 1.5',
      {
        stages: [stage({ optimizer: { ...optimizer, schedule: { epochs: [1.5], factor: 0.1 } } })],
      },
      {},
    ],
    [
      'a triplet term needs batches of at least 2 classes with 2 items each, got {"size":8}',
      withTerms({ kind: 'triplet', weight: 1, layer: 'pool', margin: 0.2, mining: 'semi-hard' }),
      {},
    ],
    [
      'labels must lie in 0 to 3, got 4',
      {},
      { training: { ...gratings(1, 1, 8), labels: Int32Array.of(4) } },
    ],
    [
      'number of training inputs must be a whole number of at least 1, got 0',
      {},
      { training: gratings(0, 1, 8) },
    ],
  ])('%s', (message, changed, given) => {
    setUp().dispose(); // makes the constants that stay
    const before = liveTensors();
    expect(() => setUp(changed, given)).toThrow(
      expect.objectContaining({ kind: 'invalid-input', message }) as Error,
    );
    expect(liveTensors()).toBe(before);
  });
});
