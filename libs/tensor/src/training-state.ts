import { PolymathError } from '@polymath/errors';
import type { Parameters } from './parameter.js';
import type { RandomStream } from './random/random-stream.js';
import type { TensorData } from './tensor-data.js';
import { sameShape } from './shapes.js';
import { floatsOf, type Shape } from './tensor.js';
import type { Json, Snapshot } from './training.js';

/** A part of a training whose state can be taken out and put back exactly: an optimiser, parameters, a random stream. */
export interface Saveable {
  save(): Snapshot;
  load(snapshot: Snapshot): void;
}

/** Parameters as a part of a training's state. */
export function saveableParameters(parameters: Parameters): Saveable {
  return {
    save: () => ({
      tensors: new Map(
        [...parameters].map(([name, parameter]): [string, TensorData] => [
          name,
          { dtype: 'float32', shape: parameter.shape, data: floatsOf(parameter) },
        ]),
      ),
      state: null,
    }),
    load: ({ tensors }) => {
      for (const [name, parameter] of parameters) {
        parameter.assign(floatsFrom(tensors, name, parameter.shape));
      }
    },
  };
}

function floatsFrom(tensors: Snapshot['tensors'], name: string, shape: Shape): Float32Array {
  const found = tensors.get(name);
  if (found?.data instanceof Float32Array && sameShape(found.shape, shape)) return found.data;
  const got = found ? `${found.dtype} [${found.shape.join(', ')}]` : 'none';
  const expected = `float32 [${shape.join(', ')}]`;
  throw new PolymathError('corrupt-data', `snapshot: ${name} must be ${expected}, got ${got}`);
}

/** A random stream as a part of a training's state. */
export function saveableStream(stream: RandomStream): Saveable {
  return {
    save: () => ({ tensors: new Map(), state: stream.state() }),
    load: ({ state }) => stream.restore(state as number),
  };
}

/** One snapshot of several parts: tensors as `<part>/<name>`, and beside the parts' states the training's own. */
export function saveParts(parts: Readonly<Record<string, Saveable>>, own: Json): Snapshot {
  const tensors = new Map<string, TensorData>();
  const states: Record<string, Json> = {};
  for (const [part, saveable] of Object.entries(parts)) {
    const snapshot = saveable.save();
    states[part] = snapshot.state;
    for (const [name, data] of snapshot.tensors) tensors.set(`${part}/${name}`, data);
  }
  return { tensors, state: { own, parts: states } };
}

/**
 * Puts the parts of a snapshot back and gives the training's own state.
 * @throws corrupt-data when the snapshot is of a training with other parts, or a part is misshapen
 */
export function loadParts(parts: Readonly<Record<string, Saveable>>, snapshot: Snapshot): Json {
  const { own, parts: states } = fieldsOf(snapshot.state);
  const found = Object.keys(fieldsOf(states)).sort().join(', ');
  const expected = Object.keys(parts).sort().join(', ');
  if (own === undefined || found !== expected) {
    const message = `snapshot: expected a state of ${expected}, got ${found || 'none'}`;
    throw new PolymathError('corrupt-data', message);
  }
  for (const [part, saveable] of Object.entries(parts)) {
    const state = fieldsOf(states)[part] ?? null;
    saveable.load({ tensors: tensorsOf(part, snapshot), state });
  }
  return own;
}

/**
 * Counts in a saved state, e.g. `{ step: 12 }`.
 * @throws corrupt-data when one is missing or no whole number of at least 0
 */
export function countsIn<Name extends string>(
  state: Json,
  names: readonly Name[],
): Record<Name, number> {
  const fields = fieldsOf(state);
  const counts = names.map((name): [Name, number] => {
    const value = fields[name];
    if (Number.isSafeInteger(value) && (value as number) >= 0) return [name, value as number];
    const got = JSON.stringify(value ?? null);
    throw new PolymathError('corrupt-data', `snapshot: expected a count ${name}, got ${got}`);
  });
  return Object.fromEntries(counts) as Record<Name, number>;
}

const fieldsOf = (state: Json | undefined): Readonly<Record<string, Json | undefined>> =>
  typeof state === 'object' ? ((state ?? {}) as Readonly<Record<string, Json>>) : {};

function tensorsOf(part: string, { tensors }: Snapshot): Map<string, TensorData> {
  const prefix = `${part}/`;
  const own = [...tensors].filter(([name]) => name.startsWith(prefix));
  return new Map(own.map(([name, data]) => [name.slice(prefix.length), data]));
}
