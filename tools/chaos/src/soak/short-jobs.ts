import { setTimeout as delay } from 'node:timers/promises';
import type { Artifact } from '@polymath/contracts/polymath/artifacts/v1/artifacts';
import { TrainClassifierRequest } from '@polymath/contracts/polymath/compression/v1/compression';
import { Architecture } from '@polymath/contracts/polymath/compression/v1/network';
import { put } from '@polymath/e2e';
import { submitUntilAccepted, type Submission } from '../submit.js';
import type { Seat } from '../stage/seat.js';
import { pace } from './settings.js';

/** How long a job may wait for its acceptance, in milliseconds. */
const patienceMs = 120_000;
const rows = Array.from({ length: 32 }, (_, i) => `${i % 8},${i % 5},${i % 2 ? 'odd' : 'even'}`);

/**
 * Submits one short real job after the other until the signal is aborted: a small perceptron learns a table; each has another
 * seed, so that each leaves outputs of its own. Gives the ids of the accepted ones to `accept`.
 */
export async function submitShortJobs(
  seats: readonly Seat[],
  { accept, signal }: { accept: (id: string) => void; signal: AbortSignal },
): Promise<void> {
  const file = await put(seats[0]!.service!, Buffer.from(`a,b,class\n${rows.join('\n')}\n`));
  const open = new Set<Promise<void>>();
  const failed: unknown[] = [];
  for (let i = 0; !signal.aborted && failed.length === 0; i++) {
    const patience = AbortSignal.timeout(patienceMs);
    const request = { submit: train(file, BigInt(i)), seats, first: i, signal: patience };
    const submission = submitUntilAccepted({ ...request, requestId: `job ${i}` })
      .then(accept)
      .catch((error: unknown) => void failed.push(error))
      .finally(() => open.delete(submission));
    open.add(submission);
    await delay(pace.submitMs, undefined, { signal }).catch(() => undefined);
  }
  await Promise.all(open);
  if (failed.length > 0) throw failed[0];
}

function train(file: Artifact, seed: bigint): Submission['submit'] {
  return ({ compression }, { requestId, options }) =>
    compression.trainClassifier(
      TrainClassifierRequest.fromPartial({
        ...{ options: { requestId }, seed, epochs: 1 },
        ...{ architecture: Architecture.ARCHITECTURE_MLP, trainingTable: { file } },
      }),
      options,
    );
}
