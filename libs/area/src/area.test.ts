import type { CallEngine } from '@polymath/engine-host';
import { JobOptions } from '@polymath/contracts/polymath/jobs/v1/jobs';
import { readSettings } from '@polymath/service-kit';
import { describe, expect, it } from 'vitest';
import { computeOnce } from './compute.js';
import { areaSettings } from './settings.js';
import { submitRequest } from './submit.js';
import { context, recordingSubmit } from './testing.js';

describe('submitRequest', () => {
  it('makes a job whose spec is the request, of the package of its area, without its options', async () => {
    const parts = recordingSubmit();
    const options = JobOptions.fromPartial({ requestId: 'r1' });
    const type = { encode: (message: object) => ({ finish: () => Buffer.from(JSON.stringify(message)) }) }; // prettier-ignore
    const request = { options, seed: 3 };
    await submitRequest(parts, 'vision', { kind: 'Train', type, request }, context);
    const [{ spec, ...rest } = { spec: undefined }] = parts.submissions;
    expect(rest).toEqual({ tenant: 'someone', kind: 'Train', options, traceParent: '' });
    expect(spec!.typeUrl).toBe('type.googleapis.com/polymath.vision.v1.TrainRequest');
    expect(JSON.parse(String(spec!.value))).toEqual({ seed: 3 });
  });
});

describe('computeOnce', () => {
  const text = {
    encode: (message: string) => ({ finish: () => Buffer.from(message) }),
    decode: (bytes: Uint8Array) => String(bytes),
  };
  const ask = (call: CallEngine) =>
    computeOnce({ call }, { name: 'Echo', request: text, response: text }, 'a', context.signal);

  it('gives the first answer of the engine', async () => {
    const echo: CallEngine = async function* (name, bytes) {
      yield Buffer.concat([Buffer.from(name), bytes]);
    };
    expect(await ask(echo)).toBe('Echoa');
  });

  it('fails when the engine says nothing', async () => {
    await expect(ask(async function* () {})).rejects.toThrow('the engine gave no answer to Echo');
  });
});

describe('areaSettings', () => {
  it('need no variable', () => {
    expect(readSettings(areaSettings, {})).toMatchObject({ concurrency: 1, dataDir: '.polymath' });
  });
});
