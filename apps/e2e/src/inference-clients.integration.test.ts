import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { goClient, javaClient, missingProgram, pythonClient } from './inference-clients.fixture.js';
import { putImages, succeeded } from './jobs.fixture.js';
import { trainModel } from './models.fixture.js';
import { classes, patterns } from './patterns.fixture.js';
import { startPlatform, type Platform } from './platform.js';

const missing = {
  python: await missingProgram('python3'),
  go: await missingProgram('go'),
  java: (await missingProgram('java')) ?? (await missingProgram('mvn')),
};
/** Fetching and building a client for the first time, in milliseconds. */
const buildMs = 400_000;

let platform: Platform;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'polymath-clients-'));
  platform = await startPlatform();
  const training = await putImages(platform, patterns(48, 1));
  await succeeded(platform, await trainModel(platform, { modelName: 'patterns', training }));
  await platform.inference.modelReady({ name: 'patterns', version: '' });
  const set = { name: 'patterns', alias: 'live', version: 1, expectedVersion: 0 };
  await platform.models.setAlias(set);
});
afterAll(async () => {
  await platform.close();
  await rm(folder, { recursive: true, force: true });
});

/** A test that is skipped, and says why, where its program is not there. */
const unless = (reason: string | undefined, name: string, test: () => Promise<void>) =>
  it.skipIf(reason !== undefined)(reason ? `${name} (${reason})` : name, test, buildMs);

describe('the Open Inference Protocol', () => {
  unless(missing.python, 'is what tritonclient speaks', async () => {
    const run = await pythonClient();
    const found = (await run(platform.address)) as { argmax: number[] };
    expect(found).toEqual({
      differing: [],
      ...{ live: true, ready: true, modelReady: true, otherReady: false },
      server: 'polymath-compression',
      inputs: [['input', 'FP32', [-1, 32, 32, 1]]],
      outputs: ['logits', 'probabilities', 'class'],
      index: [['patterns', '1']],
      ...{ id: 'q7', shape: [3, classes], sums: [1, 1, 1] },
      ...{ argmax: found.argmax, class: found.argmax },
      ...{ one: ['class'], byAlias: '1' },
      stream: [['s0', 1], ['s1', 2], 'no such model: other', ['s3', 4]],
      config: {
        ...{ name: 'patterns', batch: 64, scheduling: 'dynamic_batching' },
        // Triton's numbers: 11 is FP32, 8 is INT32.
        input: [['input', 11, [32, 32, 1]]],
        output: [
          ['logits', 11, [classes]],
          ['probabilities', 11, [classes]],
          ['class', 8, []],
        ],
      },
      unknown: 'StatusCode.NOT_FOUND',
      nothing: 'StatusCode.INVALID_ARGUMENT',
    });
  });

  unless(missing.go, 'is what a client in Go speaks', async () => {
    const run = await goClient(join(folder, 'go'));
    expect(await run(platform.address)).toEqual({
      ...{ id: 'from go', version: '1', bytes: 2 * classes * 4 },
      ...{ refusal: 'InvalidArgument', details: 2 },
    });
  });

  unless(missing.java, 'is what a client in Java speaks', async () => {
    const run = await javaClient(join(folder, 'java'));
    expect(await run(platform.address)).toEqual({
      ...{ id: 'from java', version: '1', bytes: 2 * classes * 4 },
      refusal: 'INVALID_ARGUMENT',
    });
  });
});
