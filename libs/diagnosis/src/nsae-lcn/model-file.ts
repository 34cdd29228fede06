import { PolymathError } from '@polymath/errors';
import type { Json, Snapshot, TensorData } from '@polymath/tensor';
import type { Activation } from '../nsae/index.js';
import type { NsaeLcnModel } from './model.js';

/** A model as named tensors and a JSON state, ready for `encodeSnapshot`. */
export function modelSnapshot(model: NsaeLcnModel): Snapshot {
  const { windowLength, levels, features, classes, bank, standardizer, recognizer } = model;
  const size = standardizer.mean.length;
  const tensors = new Map<string, TensorData>([
    ['filters', floats([bank.outputs, bank.inputs], bank.values)],
    ['biases', floats([bank.outputs], bank.biases)],
    ['mean', floats([size], standardizer.mean)],
    ['deviation', floats([size], standardizer.deviation)],
    ['weight', floats([size, classes.length], recognizer.weight)],
    ['bias', floats([classes.length], recognizer.bias)],
  ]);
  const { logFloor } = standardizer;
  const { activation } = bank;
  const state = {
    windowLength,
    levels: { ...levels },
    features: { ...features },
    classes,
    logFloor,
    activation,
  };
  return { tensors, state };
}

const floats = (shape: readonly number[], data: Float32Array): TensorData => ({
  dtype: 'float32',
  shape,
  data,
});

type State = Pick<NsaeLcnModel, 'windowLength' | 'levels' | 'features' | 'classes'> & {
  logFloor: number;
  activation: Activation;
};

/**
 * The model in what {@link modelSnapshot} gave.
 * @throws corrupt-data when a part is missing or does not fit the others
 */
export function modelFrom({ tensors, state }: Snapshot): NsaeLcnModel {
  const { windowLength, levels, features, classes, logFloor, activation } = stateFrom(state);
  const [outputs = 0, inputs = 0] = tensors.get('filters')?.shape ?? [];
  const size = outputs * features.poolings.length;
  const read = (name: string, ...shape: number[]) => readFloats(tensors, name, shape);
  const { length } = classes;
  return {
    ...{ windowLength, levels, features, classes },
    bank: {
      outputs,
      inputs,
      values: read('filters', outputs, inputs),
      biases: read('biases', outputs),
      activation,
    },
    standardizer: { logFloor, mean: read('mean', size), deviation: read('deviation', size) },
    recognizer: { weight: read('weight', size, length), bias: read('bias', length) },
  };
}

function stateFrom(state: Json): State {
  const fields = (state ?? {}) as Partial<Record<keyof State, unknown>>;
  const features = fields.features as Partial<State['features']> | undefined;
  const fits =
    Number.isSafeInteger(fields.windowLength) &&
    typeof fields.logFloor === 'number' &&
    (fields.activation === 'relu' || fields.activation === 'sigmoid') &&
    Array.isArray(fields.classes) &&
    fields.levels !== undefined &&
    Array.isArray(features?.poolings) &&
    Number.isSafeInteger(features.stride);
  if (!fits) throw new PolymathError('corrupt-data', 'the state is none of an NSAE-LCN model');
  return fields as unknown as State;
}

function readFloats(
  tensors: Snapshot['tensors'],
  name: string,
  shape: readonly number[],
): Float32Array {
  const found = tensors.get(name);
  const size = shape.reduce((product, dimension) => product * dimension, 1);
  if (found?.data instanceof Float32Array && found.data.length === size && size > 0)
    return found.data;
  const got = found ? `${found.dtype} [${found.shape.join(', ')}]` : 'none';
  throw new PolymathError(
    'corrupt-data',
    `model: ${name} must be float32 [${shape.join(', ')}], got ${got}`,
  );
}
