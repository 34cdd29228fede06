import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Artifact } from '@polymath/contracts/polymath/artifacts/v1/artifacts';
import { Unit, type Recording } from '@polymath/contracts/polymath/diagnosis/v1/recording';
import { SimulateBearingRequest } from '@polymath/contracts/polymath/diagnosis/v1/simulation';
import { repeatUnavailable } from '../../repeat-unavailable.js';
import { toNpy } from '../../calls/npy.js';
import { upload } from '../../transfers.js';
import type { GrowingFault } from './budget.js';
import { bearing, sampleRateHz, type Measurement } from './machine.js';
import type { DiagnosisDemoParts } from './parts.js';

/** A recording that is kept as a file. */
export interface Recorded {
  readonly path: string;
  /** In g. */
  readonly samples: Float32Array;
  /** The speed of this recording. */
  readonly rpm: number;
}

/** Has a measurement simulated, with a fault that grows if it does, and keeps it as a NumPy file. */
export async function record(
  { diagnosis, folder, signal }: DiagnosisDemoParts,
  { name, fault, severity, rpm, seconds, seed }: Measurement,
  growth?: GrowingFault,
): Promise<Recorded> {
  const request = SimulateBearingRequest.fromPartial({
    ...{ fault, severity, rpm, bearing, sampleRateHz, durationSeconds: seconds },
    seed: BigInt(seed),
    ...(growth && { growth: { beginSeconds: growth.beginSeconds, severity: growth.severity } }),
  });
  const answer = await repeatUnavailable(() => diagnosis.simulateBearing(request, { signal }), { signal }); // prettier-ignore
  const { data } = answer.samples!;
  const path = join(folder, 'recordings', `${name.replaceAll(' ', '-')}.npy`);
  mkdirSync(join(folder, 'recordings'), { recursive: true });
  writeFileSync(path, toNpy(answer.samples!));
  const bytes = data.buffer.slice(data.byteOffset, data.byteOffset + data.byteLength);
  return { path, samples: new Float32Array(bytes), rpm: answer.rpm };
}

/** Records and stores; gives what a request needs to know of each recording. */
export async function recordAll(
  parts: DiagnosisDemoParts,
  plan: readonly Measurement[],
): Promise<Recording[]> {
  const { clients, terminal, signal } = parts;
  const recordings: Recording[] = [];
  for (const measurement of plan) {
    const { path, rpm } = await record(parts, measurement);
    const file = await upload({ artifacts: clients.artifacts, terminal, signal }, path);
    recordings.push(recordingOf(file, rpm));
  }
  return recordings;
}

const recordingOf = (file: Artifact, rpm: number): Recording => ({
  ...{ file, sampleRateHz, rpm, unit: Unit.UNIT_G },
  format: { $case: 'numpy', value: { channel: 0 } },
});
