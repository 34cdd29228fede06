import { expect } from 'vitest';
import {
  batchNormalization,
  decodeSnapshot,
  dense,
  disposeNetwork,
  encodeSnapshot,
  GraphBuilder,
  liveTensors,
  networkFrom,
  parameterValues,
  randomStream,
  tidy,
  floatsOf,
  type Graph,
  type Network,
  type Report,
  type Training,
} from '@polymath/tensor';
import { arraySource, type LabelledSource } from './input-source.js';

/** A training that is tested, and what frees it with all that it was given. */
export interface Subject {
  training: Training;
  dispose: () => void;
}

/** Whether two files are the same to the bit. */
export const sameBytes = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;

/** Runs a training to its end. */
export async function finish(training: Training, signal?: AbortSignal): Promise<Report[]> {
  const reports: Report[] = [];
  for await (const report of training.run(signal)) reports.push(report);
  return reports;
}

/** Runs a training to its end and gives its last state as a file. */
export async function lastState(make: () => Subject): Promise<Uint8Array> {
  const { training, dispose } = make();
  await finish(training);
  const bytes = encodeSnapshot(training.save());
  dispose();
  return bytes;
}

/** Expects that a training stopped after any of its reports goes on to the same state and the same reports. */
export async function expectResumable(make: () => Subject): Promise<void> {
  const { training, dispose } = make();
  const states: Uint8Array[] = [];
  const reports: Report[] = [];
  for await (const report of training.run()) {
    reports.push(report);
    states.push(encodeSnapshot(training.save()));
  }
  const last = encodeSnapshot(training.save());
  dispose();
  for (const [i, state] of states.entries()) {
    const { step, phase } = reports[i]!;
    const resumed = make();
    resumed.training.load(decodeSnapshot(state));
    const rest = await finish(resumed.training);
    const isSame = sameBytes(encodeSnapshot(resumed.training.save()), last);
    expect(isSame, `resumed after step ${step} of ${phase}`).toBe(true);
    expect(rest.filter(isLasting)).toEqual(reports.slice(i + 1).filter(isLasting));
    resumed.dispose();
  }
}

// Labels are not saved but made again.
const isLasting = ({ phase }: Report) => phase !== 'label';

/** Expects that an abort after some reports stops the training at its next step, in a state from which it resumes. */
export async function expectAbortable(make: () => Subject, reports: number): Promise<void> {
  const last = await lastState(make);
  const { training, dispose } = make();
  const controller = new AbortController();
  const reason = new Error('enough');
  let seen = 0;
  const stopped = (async () => {
    for await (const report of training.run(controller.signal)) {
      expect(report.step).toBeGreaterThan(0);
      if (++seen === reports) controller.abort(reason);
    }
  })();
  await expect(stopped).rejects.toBe(reason);
  expect(seen).toBe(reports);
  const resumed = make();
  resumed.training.load(decodeSnapshot(encodeSnapshot(training.save())));
  await finish(resumed.training);
  expect(sameBytes(encodeSnapshot(resumed.training.save()), last)).toBe(true);
  dispose();
  resumed.dispose();
}

/** Expects that nothing is left of a training that was run, saved and disposed. */
export async function expectNoLeak(make: () => Subject): Promise<void> {
  await lastState(make); // makes the constants that stay
  const before = liveTensors();
  await lastState(make);
  expect(liveTensors()).toBe(before);
}

/** Rows of six features in three classes, told apart by the feature of the same number. */
export function rows(count: number, seed: number): LabelledSource {
  const labels = Int32Array.from({ length: count }, (_, i) => i % 3);
  const values = tidy(() => floatsOf(randomStream(seed, 'rows').normal([count, 6], 0, 0.5)));
  labels.forEach((label, i) => (values[i * 6 + label]! += 2));
  return { ...arraySource(values, [6]), labels };
}

/** A small classifier of such rows, with batch norm. */
export function rowGraph(): Graph {
  const graph = new GraphBuilder([6]);
  graph.layer('fc1', dense(6, 12));
  graph.layer('bn', batchNormalization(12));
  graph.layer('relu', { op: 'relu' });
  graph.layer('fc2', dense(12, 3));
  return graph.build();
}

/** Square images in four classes, each a grating of its own direction, with noise. */
export function gratings(count: number, seed: number, size = 32): LabelledSource {
  const labels = Int32Array.from({ length: count }, (_, i) => i % 4);
  const pixels = size * size;
  const draw = () => floatsOf(randomStream(seed, 'gratings').normal([count, pixels], 0, 0.3));
  const values = tidy(draw);
  labels.forEach((label, i) => {
    const angle = (label * Math.PI) / 4;
    for (let p = 0; p < pixels; p++) {
      const along = (p % size) * Math.cos(angle) + Math.floor(p / size) * Math.sin(angle);
      values[i * pixels + p]! += Math.sin(0.8 * along);
    }
  });
  return { ...arraySource(values, [size, size, 1]), labels };
}

/** A network with the same graph and values to which `change` was done. */
export function changedNetwork(
  { graph, parameters }: Network,
  change: (value: Float32Array, name: string) => Float32Array,
): Network {
  const values = parameterValues(parameters);
  return networkFrom(graph, new Map([...values].map(([name, v]) => [name, change(v, name)])));
}

/** Frees networks. */
export const freeing =
  (...networks: readonly Network[]) =>
  () => {
    networks.forEach(disposeNetwork);
  };
