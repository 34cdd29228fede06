import {
  DiagnoseRequest,
  LearnBaselineRequest,
} from '@polymath/contracts/polymath/diagnosis/v1/live';
import { Unit } from '@polymath/contracts/polymath/diagnosis/v1/recording';
import { randomOf } from '../random.js';
import { message, type ValidRequests } from './message.js';

const path = (rpc: string) => `/polymath.diagnosis.v1.DiagnosisService/${rpc}`;
const options = { timeoutSeconds: 600 };
const machine = { sampleRateHz: 12_000, rpm: 1797 };

/** G a step of the converter. */
const scale = 1e-3;
const blockLength = 3000;

/** A second of noise in four blocks, the first two of floats, the others of whole numbers. */
function blocks(): Buffer[] {
  const random = randomOf('live');
  return [0, 1, 2, 3].map((i) => {
    const steps = Array.from({ length: blockLength }, () => random.below(2000) - 1000);
    const samples =
      i < 2
        ? { $case: 'f32Le' as const, value: Buffer.from(Float32Array.from(steps).buffer) }
        : { $case: 'i16Le' as const, value: Buffer.from(Int16Array.from(steps).buffer) };
    const t0Nanos = 1_000_000_000n + 250_000_000n * BigInt(i);
    const block = { samples, sequence: BigInt(i), t0Nanos, rpm: 1797 };
    return message(DiagnoseRequest, { part: { $case: 'block', value: block } });
  });
}

/** Streams of diagnosis, and what they are held against. */
export const live: ValidRequests = {
  [path('Diagnose')]: ({ inputs: { diagnoser } }) => [
    message(DiagnoseRequest, {
      part: {
        $case: 'header',
        value: {
          ...{ machineId: 'pump', channelId: 'a', unit: Unit.UNIT_G, ...machine, scale },
          diagnoser: { source: { $case: 'file', value: diagnoser } },
          ...{ hop: 600, reportSeconds: 1, mostReasons: 2, operatingPoint: 'full' },
          bearing: {
            ...{ rollingElements: 9, elementDiameter: 7.94, pitchDiameter: 39.04 },
            contactAngleDegrees: 0,
          },
        },
      },
    }),
    ...blocks(),
  ],
  [path('LearnBaseline')]: ({ inputs: { diagnoser, recordings } }) => [
    message(LearnBaselineRequest, {
      ...{ options, diagnoser },
      recordings: recordings.map(({ recording }) => ({ recording, operatingPoint: 'full' })),
    }),
  ],
};
