import { PolymathError } from '@polymath/errors';
import type { Parameters } from './parameter.js';
import type { RandomStream } from './random/random-stream.js';
import type { TensorData } from './tensor-data.js';
import { floatsOf } from './tensor.js';
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
        const found = tensors.get(name);
        if (!found) throw new PolymathError('corrupt-data', `the snapshot lacks ${name}`);
        parameter.assign(found.data as Float32Array);
      }
    },
  };
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

/** Puts the parts of a snapshot back and gives the training's own state. */
export function loadParts(parts: Readonly<Record<string, Saveable>>, snapshot: Snapshot): Json {
  const { own, parts: states } = snapshot.state as { own: Json; parts: Record<string, Json> };
  for (const [part, saveable] of Object.entries(parts)) {
    saveable.load({ tensors: tensorsOf(part, snapshot), state: states[part] ?? null });
  }
  return own;
}

function tensorsOf(part: string, { tensors }: Snapshot): Map<string, TensorData> {
  const prefix = `${part}/`;
  const own = [...tensors].filter(([name]) => name.startsWith(prefix));
  return new Map(own.map(([name, data]) => [name.slice(prefix.length), data]));
}
