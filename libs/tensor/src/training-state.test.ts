import { describe, expect, it } from 'vitest';
import { adam } from './optimizers/index.js';
import { Parameter } from './parameter.js';
import { randomStream } from './random/index.js';
import { floatsOf, tensor } from './tensor.js';
import { tidy } from './scope.js';
import {
  countsIn,
  loadParts,
  saveableParameters,
  saveableStream,
  saveParts,
} from './training-state.js';
import type { Json, Snapshot } from './training.js';

/** Parameters, an optimiser and a random stream, with a step that changes all three. */
function example() {
  const parameters = new Map([
    ['w', new Parameter(Float32Array.of(1, 2, 3, 4), [2, 2])],
    ['mean', new Parameter(Float32Array.of(0), [1], { trainable: false })],
  ]);
  const optimizer = adam(parameters, { learningRate: 0.1 });
  const stream = randomStream(5, 'noise');
  return {
    parameters,
    parts: { model: saveableParameters(parameters), optimizer, stream: saveableStream(stream) },
    step: () => {
      tidy(() => {
        optimizer.apply(new Map([['w', stream.normal([2, 2])]]));
        parameters.get('mean')!.assign(Float32Array.of(stream.integer(100)));
      });
    },
  };
}

const valuesOf = ({ parameters }: ReturnType<typeof example>) =>
  [...parameters.values()].map((parameter) => floatsOf(parameter));

describe('saveParts', () => {
  it('takes all that it needs to continue with the same bits', () => {
    const [first, second] = [example(), example()];
    first.step();
    const saved = saveParts(first.parts, { step: 1 });
    first.step();
    expect(loadParts(second.parts, saved)).toEqual({ step: 1 });
    second.step();
    expect(valuesOf(second)).toEqual(valuesOf(first));
  });

  it('does not change when the training goes on', () => {
    const training = example();
    const saved = saveParts(training.parts, null);
    const before = structuredClone(saved);
    training.step();
    expect(saved).toEqual(before);
  });

  it('names tensors by part and parameter', () => {
    expect([...saveParts(example().parts, null).tensors.keys()]).toEqual([
      'model/w',
      'model/mean',
      'optimizer/w.firstMoment',
      'optimizer/w.secondMoment',
    ]);
  });
});

describe('loadParts', () => {
  const saved = () => saveParts(example().parts, { step: 1 });
  const state = (parts: Json): Snapshot => ({ ...saved(), state: { own: 1, parts } });
  const without = (name: string): Snapshot => ({
    ...saved(),
    tensors: new Map([...saved().tensors].filter(([other]) => other !== name)),
  });
  const other = { dtype: 'float32', shape: [4], data: new Float32Array(4) } as const;

  it.each<[string, () => Snapshot]>([
    [
      'snapshot: expected a state of model, optimizer, stream, got none',
      () => ({ ...saved(), state: null }),
    ],
    [
      'snapshot: expected a state of model, optimizer, stream, got model',
      () => state({ model: null }),
    ],
    ['snapshot: w must be float32 [2, 2], got none', () => without('model/w')],
    [
      'snapshot: w must be float32 [2, 2], got float32 [4]',
      () => ({ ...saved(), tensors: new Map([...saved().tensors, ['model/w', other]]) }),
    ],
    [
      'the state of a random stream must be a whole number of words, got x',
      () => state({ model: null, optimizer: { step: 1, learningRate: 1 }, stream: 'x' }),
    ],
  ])('finds corrupt data: %s', (message, snapshot) => {
    expect(() => loadParts(example().parts, snapshot())).toThrow(
      expect.objectContaining({ kind: 'corrupt-data', message }) as Error,
    );
  });
});

describe('countsIn', () => {
  it('gives the named counts', () => {
    expect(countsIn({ step: 3, current: 0 }, ['step', 'current'])).toEqual({ step: 3, current: 0 });
  });

  it.each<[Json]>([[null], [{}], [{ step: -1 }], [{ step: 1.5 }], [{ step: '3' }], [[3]]])(
    'finds %j corrupt',
    (state) => {
      expect(() => countsIn(state, ['step'])).toThrow('snapshot: expected a count step');
    },
  );
});

describe('saveableParameters', () => {
  it('saves values, not the tensors they lie in', () => {
    const { parameters, parts } = example();
    const { tensors } = parts.model.save();
    tidy(() => {
      parameters.get('w')!.assign(tensor([[9, 9], [9, 9]])); // prettier-ignore
    });
    expect([...(tensors.get('w')!.data as Float32Array)]).toEqual([1, 2, 3, 4]);
  });
});
