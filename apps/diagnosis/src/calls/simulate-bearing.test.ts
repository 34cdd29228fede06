import { BearingFault } from '@polymath/contracts/polymath/diagnosis/v1/envelope';
import {
  SimulateBearingRequest,
  SimulateBearingResponse,
} from '@polymath/contracts/polymath/diagnosis/v1/simulation';
import { simulateBearing } from '@polymath/diagnosis';
import { describe, expect, it } from 'vitest';
import { simulateBearingCall } from './simulate-bearing.js';

const noFiles = {} as Parameters<typeof simulateBearingCall.handle>[1];

async function answerTo(fields: object) {
  const request = SimulateBearingRequest.fromPartial(fields);
  const { signal } = new AbortController();
  for await (const bytes of simulateBearingCall.handle(request, noFiles, signal)) {
    const { samples, rpm } = SimulateBearingResponse.decode(bytes);
    const { data, shape } = samples!;
    const values = new Float32Array(data.buffer.slice(data.byteOffset, data.byteOffset + data.byteLength)); // prettier-ignore
    return { values, rpm, shape };
  }
  throw new Error('no answer');
}

describe('simulateBearingCall', () => {
  it('gives ten seconds of a healthy bearing unless it is asked for more', async () => {
    const { values, rpm, shape } = await answerTo({});
    const expected = simulateBearing({ fault: 'normal', severity: 0, seed: 0 });
    expect(shape).toEqual([120_000n]);
    expect([values, rpm]).toEqual([expected.samples, expected.rpm]);
  });

  it('hands every setting on', async () => {
    const bearing = { rollingElements: 8, elementDiameter: 1, pitchDiameter: 5, contactAngleDegrees: 10 }; // prettier-ignore
    const common = { severity: 0.1, rpm: 900, sampleRateHz: 20_000, bearing };
    const { values } = await answerTo({
      ...{ ...common, fault: BearingFault.BEARING_FAULT_BALL, seed: 3n, durationSeconds: 2 },
      growth: { beginSeconds: 1, severity: 2 },
    });
    const growth = { beginS: 1, severity: 2 };
    const expected = simulateBearing({ ...common, growth, fault: 'ball', seed: 3, durationS: 2 });
    expect(values).toEqual(expected.samples);
  });
});
