import { expect } from 'vitest';
import {
  decodeSnapshot,
  encodeSnapshot,
  floatsOf,
  liveTensors,
  randomStream,
  tidy,
  type Report,
  type Training,
} from '@polymath/tensor';
import type { LabelledWindows } from './preprocessing/index.js';

/** Expects numbers to be near others: within `tolerance` of the largest magnitude expected. */
export function expectNear(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance: number,
): void {
  expect(actual.length).toBe(expected.length);
  let [size, error] = [0, 0];
  for (let i = 0; i < expected.length; i++) {
    size = Math.max(size, Math.abs(expected[i]!));
    error = Math.max(error, Math.abs(actual[i]! - expected[i]!));
  }
  expect(error).toBeLessThanOrEqual(tolerance * (size || 1));
}

/** Runs a training to its end. */
export async function finish(training: Training): Promise<Report[]> {
  const reports: Report[] = [];
  for await (const report of training.run()) reports.push(report);
  return reports;
}

/** Expects that a training stopped after any of its reports goes on to the same bits and the same reports. */
export async function expectResumable(make: () => Training): Promise<void> {
  const training = make();
  const states: Uint8Array[] = [];
  const reports: Report[] = [];
  for await (const report of training.run()) {
    reports.push(report);
    states.push(encodeSnapshot(training.save()));
  }
  training.dispose();
  for (const [i, state] of states.entries()) {
    const resumed = make();
    resumed.load(decodeSnapshot(state));
    const rest = await finish(resumed);
    const isSame = Buffer.compare(encodeSnapshot(resumed.save()), states.at(-1)!) === 0;
    expect(isSame, `resumed after report ${i + 1}, ${reports[i]!.phase}`).toBe(true);
    expect(rest).toEqual(reports.slice(i + 1));
    resumed.dispose();
  }
}

/** Expects that an abort stops a training at its next step. */
export async function expectAbortable(make: () => Training): Promise<void> {
  const training = make();
  const controller = new AbortController();
  const reason = new Error('enough');
  let seen = 0;
  const stopped = (async () => {
    for await (const { step } of training.run(controller.signal)) {
      seen += Math.sign(step);
      controller.abort(reason);
    }
  })();
  await expect(stopped).rejects.toBe(reason);
  expect(seen).toBe(1);
  training.dispose();
}

/** Expects that nothing is left of what was made, run and disposed. */
export async function expectNoLeak(work: () => Promise<void> | void): Promise<void> {
  await work(); // makes the constants that stay
  const before = liveTensors();
  await work();
  expect(liveTensors()).toBe(before);
}

/** Independent standard normal numbers. */
export const noise = (count: number, seed: number): Float32Array =>
  tidy(() => floatsOf(randomStream(seed, 'noise').normal([count])));

/** Windows of noise through resonances of two classes' own frequencies, `rates` in cycles a sample. */
export function ringing(
  count: number,
  length: number,
  seed: number,
  rates = [0.05, 0.15, 0.3],
): LabelledWindows {
  const values = noise(count * length, seed);
  const labels = Int32Array.from({ length: count }, (_, i) => i % rates.length);
  labels.forEach((label, i) => {
    const [a, b] = [2 * 0.97 * Math.cos(2 * Math.PI * rates[label]!), 0.97 ** 2];
    for (let t = 2; t < length; t++) {
      const at = i * length + t;
      values[at]! += a * values[at - 1]! - b * values[at - 2]!;
    }
  });
  return { count, length, values, labels, classes: rates.map(String) };
}
