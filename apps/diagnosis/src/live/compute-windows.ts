import { setTimeout as delay } from 'node:timers/promises';
import type { ServingParts } from '@polymath/area';
import type { Artifact } from '@polymath/contracts/polymath/artifacts/v1/artifacts';
import type { StreamedWindow } from '@polymath/diagnosis';
import { PolymathError } from '@polymath/errors';
import { liveDiagnoser } from '../models/kinds.js';
import { factsFromWire, type WindowFacts } from './window-facts.js';

/** Says of windows, together with those of all other streams of the same diagnoser, what can be said of each alone. */
export type ComputeWindows = (windows: readonly StreamedWindow[]) => Promise<WindowFacts[]>;

/** Attempts while the engine process is away or too many calls wait. */
const mostAttempts = 20;
const shortestPauseMs = 10;

/** Asks the engine process that holds loaded models; waits where it is told to come again. */
export function computeWindows(
  { models }: Pick<ServingParts, 'models'>,
  diagnoser: Artifact,
  signal: AbortSignal,
): ComputeWindows {
  return async (windows) => {
    const length = windows[0]!.samples.length;
    const values = new Float32Array(windows.length * length);
    windows.forEach(({ samples }, i) => values.set(samples, i * length));
    const data = new Uint8Array(values.buffer);
    const input = { name: 'windows', datatype: 'FP32', shape: [windows.length, length], data };
    return again(async () => factsFromWire(await models.compute(liveDiagnoser, diagnoser, [input], signal)), signal); // prettier-ignore
  };
}

async function again<Result>(work: () => Promise<Result>, signal: AbortSignal): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      const { kind, retryAfterMs } = PolymathError.from(error);
      const passes = kind === 'unavailable' || kind === 'resource-exhausted';
      if (!passes || retryAfterMs === undefined || attempt === mostAttempts) throw error;
      await delay(Math.max(retryAfterMs, shortestPauseMs), undefined, { signal });
    }
  }
}
