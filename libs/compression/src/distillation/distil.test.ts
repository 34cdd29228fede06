import { afterAll, describe, expect, it } from 'vitest';
import { disposeNetwork, encodeNetwork, floatsOf } from '@polymath/tensor';
import { accuracyOf } from '../classifier/evaluate.js';
import {
  expectAbortable,
  expectNoLeak,
  expectResumable,
  finish,
  gratings,
  lastState,
  rowGraph,
  rows,
  sameBytes,
} from '../classifier/testing-trainings.js';
import { distil } from './distil.js';
import { labels, other, setUp, stage, teacher, terms, twoStages, withTerms } from './testing.js';

afterAll(() => {
  [teacher, other].forEach(disposeNetwork);
});

describe('distil', () => {
  it.each<[string, () => ReturnType<typeof setUp>]>([
    ['every term at once', () => setUp(withTerms(...Object.values(terms)))],
    ['two stages', () => setUp({ stages: twoStages }, { validation: gratings(8, 2, 8) })],
    [
      'batches by class, Adam and a schedule',
      () => {
        const schedule = { epochs: [1], factor: 0.1 };
        const adam = { kind: 'adam', learningRate: 0.01, schedule } as const;
        const batches = { classes: 3, itemsPerClass: 2, batchesPerEpoch: 2 };
        return setUp({ stages: [stage({ optimizer: adam })], batches });
      },
    ],
  ])('goes on to the same bits from a snapshot after any step: %s', async (_, make) => {
    await expectResumable(make);
  });

  it.each([1, 3])(
    'stops at the next step when aborted after report %i, and resumes exactly',
    async (reports) => {
      await expectAbortable(() => setUp({ stages: twoStages }), reports);
    },
  );

  it('repeats for a seed and differs for another', async () => {
    const make = (seed: number) => () => setUp({ seed, ...withTerms(terms.hint) });
    const [a, b, c] = await Promise.all([1, 1, 2].map((seed) => lastState(make(seed))));
    expect(sameBytes(a!, b!)).toBe(true);
    expect(sameBytes(a!, c!)).toBe(false);
  });

  it('leaves no tensor behind once disposed', async () => {
    await expectNoLeak(() => setUp({ stages: twoStages }));
    await expectNoLeak(() => setUp(withTerms(...Object.values(terms))));
  });

  it.each(Object.entries(terms))(
    'lowers the term %s, and leaves the teacher alone',
    async (name, term) => {
      const before = encodeNetwork(teacher);
      const only = {
        ...stage({ epochs: 25, terms: [{ ...term, weight: term.weight }] }),
        optimizer: { kind: 'adam', learningRate: 0.01 } as const,
      };
      const { training, dispose } = setUp({ stages: [only] });
      const reports = await finish(training);
      const values = reports.map(({ metrics }) => metrics[name.replace('Norm', '')]!);
      const mean = (some: number[]) => some.reduce((sum, v) => sum + v, 0) / some.length;
      expect(mean(values.slice(-4))).toBeLessThan(0.8 * mean(values.slice(0, 4)));
      expect(sameBytes(encodeNetwork(teacher), before)).toBe(true);
      dispose();
    },
  );

  it('reports the weighted sum and each term, the second of a kind with its number', async () => {
    const second = { ...terms.softTargets, weight: 0.5, temperature: 1, teacher: 'second' };
    const both = withTerms({ ...terms.softTargets, teacher: 'big' }, second);
    const { training, dispose } = setUp(both, {
      teachers: new Map([
        ['big', teacher],
        ['second', other],
      ]),
    });
    const [report] = await finish(training);
    const { loss, crossEntropy, softTargets, softTargets2 } = report!.metrics;
    expect(loss).toBeCloseTo(crossEntropy! + 0.9 * softTargets! + 0.5 * softTargets2!, 4);
    expect(report).toMatchObject({ phase: 'distil', step: 1, steps: 4 });
    dispose();
  });

  it('trains the student up to the guided layer first, then all of it', async () => {
    const { training, student, dispose } = setUp({ stages: twoStages });
    const valueOf = (name: string) => floatsOf(student.parameters.get(name)!).slice();
    const names = [
      'block1.conv.weight',
      'block2.conv.weight',
      'block2.bn.runningMean',
      'fc.weight',
    ];
    const moved = (before: Float32Array[]) =>
      names.map((name, i) => !sameBytes(new Uint8Array(valueOf(name).buffer), new Uint8Array(before[i]!.buffer))); // prettier-ignore
    const start = names.map(valueOf);
    let middle = start;
    const phases: string[] = [];
    for await (const { phase, step, steps } of training.run()) {
      phases.push(phase);
      if (phase === 'hints' && step === steps) {
        expect(moved(start)).toEqual([true, false, false, false]);
        middle = names.map(valueOf);
      }
    }
    expect(moved(middle)).toEqual([true, true, true, true]);
    expect(phases).toEqual(['hints', 'hints', 'distil', 'distil', 'distil', 'distil']);
    dispose();
  });

  it('lets a weight go from one number to another over the epochs, and leaves out what weighs nothing', async () => {
    const { training, dispose } = setUp({
      stages: [stage({ epochs: 3, terms: [labels, { ...terms.softTargets, weight: { from: 4, to: 0 } }] })], // prettier-ignore
    });
    const reports = await finish(training);
    const weights = reports.map(({ metrics: { loss, crossEntropy, softTargets } }) =>
      softTargets === undefined ? 'none' : ((loss! - crossEntropy!) / softTargets).toFixed(2),
    );
    expect(weights).toEqual(['4.00', '4.00', '2.00', '2.00', 'none', 'none']);
    dispose();
  });

  it('lets the learning rate fall where the schedule says', async () => {
    const schedule = { epochs: [1], factor: 1e-12 };
    const { training, student, dispose } = setUp({ stages: [stage({ optimizer: { kind: 'sgd', learningRate: 0.1, schedule } })] }); // prettier-ignore
    const weights: Float32Array[] = [];
    for await (const { step } of training.run()) {
      weights[step - 1] = floatsOf(student.parameters.get('fc.weight')!);
    }
    expect(weights[1]).not.toEqual(weights[0]);
    expect(weights[3]).toEqual(weights[1]);
    dispose();
  });

  it('ends with the epoch of the last stage that was best on the validation data', async () => {
    const validation = gratings(40, 2, 8);
    const { training, student, dispose } = setUp(
      { stages: [stage({ epochs: 6 })] },
      { validation },
    );
    const reports = await finish(training);
    const scores = reports.flatMap(({ metrics }) => metrics['validationAccuracy'] ?? []);
    expect(scores).toHaveLength(6);
    expect(accuracyOf(student, validation)).toBe(Math.max(...scores));
    expect(training.bestEpoch).toBe(scores.indexOf(Math.max(...scores)) + 1);
    dispose();
  });
});

describe('a student of rows', () => {
  it('learns a small problem from its teacher and labels', async () => {
    const guide = distil(
      { graph: rowGraph(), stages: [stage({ epochs: 20 })], batches: { size: 10 }, seed: 3 },
      { training: rows(60, 1), teachers: new Map() },
    );
    await finish(guide);
    const pupil = distil(
      {
        graph: rowGraph(),
        stages: [stage({ epochs: 20, terms: [{ ...labels, weight: 0.1 }, terms.softTargets] })],
        batches: { classes: 3, itemsPerClass: 5 },
        seed: 4,
      },
      { training: rows(60, 1), teachers: new Map([['guide', guide.student]]) },
    );
    await finish(pupil);
    expect(accuracyOf(pupil.student, rows(90, 2))).toBeGreaterThanOrEqual(0.9);
    guide.dispose();
    pupil.dispose();
  });
});
