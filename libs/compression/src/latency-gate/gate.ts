import { PolymathError } from '@polymath/errors';
import type { Json, Report, Snapshot, Training } from '@polymath/tensor';

/** Median time of one layer for one input, in seconds. */
export interface LayerTimes {
  readonly layer: string;
  readonly original: number;
  readonly compressed: number;
}

/** Whether a decomposed layer does not pay in time: it is slower than the original. */
export const isSlower = ({ original, compressed }: LayerTimes): boolean => compressed > original;

/** What {@link latencyGate} works with. */
export interface GateParts {
  /** The decomposed layers. */
  layers: readonly string[];
  /** Measures one of them; the method itself knows no clock. */
  measure: (layer: string) => LayerTimes;
  /** Makes what is trained once all layers are measured. */
  begin: (times: readonly LayerTimes[]) => Training;
}

/** A training that waits for a decision. */
export interface GatedTraining extends Training {
  /** Of the layers that are measured, in order. */
  readonly times: readonly LayerTimes[];
}

/**
 * Measures decomposed layers one after the other and then trains what was made of the decision. The times are part of its
 * state: a training that goes on does not measure again, so it decides as before, on whatever machine.
 */
export function latencyGate({ layers, measure, begin }: GateParts): GatedTraining {
  const times: LayerTimes[] = [];
  let training: Training | undefined;
  const begun = () => (training ??= begin(times));

  async function* run(signal?: AbortSignal): AsyncGenerator<Report, void> {
    while (times.length < layers.length) {
      signal?.throwIfAborted();
      times.push(measure(layers[times.length]!));
      yield reportOf(times, layers.length);
    }
    yield* begun().run(signal);
  }

  return {
    times,
    run,
    save: () => {
      const { tensors, state } = training?.save() ?? { tensors: new Map(), state: null };
      const measured = times.map((layer) => ({ ...layer }));
      return { tensors, state: { times: measured, begun: training !== undefined, state } };
    },
    load: ({ tensors, state }: Snapshot) => {
      const saved = readState(state, layers);
      times.splice(0, times.length, ...saved.times);
      if (saved.begun) begun().load({ tensors, state: saved.state });
    },
    dispose: () => training?.dispose(),
  };
}

function reportOf(times: readonly LayerTimes[], steps: number): Report {
  const last = times.at(-1)!;
  const { layer, original, compressed } = last;
  const [before, after] = [original, compressed].map((seconds) => (seconds * 1e6).toFixed(2));
  const verdict = isSlower(last) ? 'slower, so the original stays' : 'not slower, so it stays';
  return {
    phase: 'measure',
    step: times.length,
    steps,
    metrics: { originalSecondsPerInput: original, compressedSecondsPerInput: compressed },
    note: `layer ${layer}: ${before} µs an input as it was, ${after} µs decomposed: ${verdict}`,
  };
}

interface GateState {
  times: LayerTimes[];
  begun: boolean;
  state: Json;
}

function readState(state: Json, layers: readonly string[]): GateState {
  const fields = (state ?? {}) as Partial<Record<keyof GateState, Json>>;
  const times = (fields.times ?? null) as unknown;
  const begun = fields.begun === true;
  if (areTimes(times, layers) && (!begun || times.length === layers.length)) {
    return { times, begun, state: fields.state ?? null };
  }
  const expected = `times of the layers ${layers.join(', ')}`;
  const got = JSON.stringify(times);
  throw new PolymathError('corrupt-data', `snapshot: expected ${expected}, got ${got}`);
}

function areTimes(value: unknown, layers: readonly string[]): value is LayerTimes[] {
  const isOf = (time: Partial<LayerTimes> | null, layer: string | undefined) =>
    time?.layer === layer && Number.isFinite(time?.original) && Number.isFinite(time?.compressed);
  return Array.isArray(value) && value.every((time, i) => isOf(time as LayerTimes, layers[i]));
}
