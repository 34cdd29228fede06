import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lenet5 } from '@polymath/compression';
import { JobState, ListJobsRequest } from '@polymath/contracts/polymath/jobs/v1/jobs';
import { exportOnnx } from '@polymath/onnx';
import { createNetwork, disposeNetwork, randomStream } from '@polymath/tensor';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { outputOf } from './jobs.fixture.js';
import { onnxLogits } from './onnx-logits.fixture.js';
import { classes, patterns } from './patterns.fixture.js';
import { startPlatform, type Platform } from './platform.js';
import { pythonClient, type PythonRun } from './python-client.fixture.js';

// At the first time the packages are fetched.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 240_000 });

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';

let folder: string;
let platform: Platform;
let python: (script: string, ...args: string[]) => Promise<PythonRun>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'polymath-python-'));
  [platform, python] = await Promise.all([startPlatform(), pythonClient(join(folder, 'stubs'))]);
  const network = createNetwork(lenet5({ channels: 1, classes }), randomStream(1, 'weights'));
  await writeFile(join(folder, 'teacher.onnx'), exportOnnx(network));
  disposeNetwork(network);
});
afterAll(async () => {
  await platform.close();
  await rm(folder, { recursive: true, force: true });
});

const run = (...args: string[]) => {
  const files = [join(folder, 'teacher.onnx'), join(folder, 'student.onnx')];
  return python('compress.py', ...files, '--address', platform.address, ...args);
};

describe('compress.py', () => {
  it('submits a job, watches it and saves a student that ONNX Runtime runs', async () => {
    const { exitCode, stdout, stderr } = await run(
      ...['--samples', '64', '--epochs', '2'],
      ...['--traceparent', `00-${traceId}-00f067aa0ba902b7-01`],
    );
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toMatch(/^fine-tune {2}2 of 2 .*heldOutDivergence/m);
    expect(stdout).toContain('JOB_STATE_SUCCEEDED');
    const { jobs } = await platform.jobs.listJobs(ListJobsRequest.create({}));
    expect(jobs.map(({ kind, state }) => [kind, state])).toEqual([
      ['CompressClassifier', JobState.JOB_STATE_SUCCEEDED],
    ]);
    expect(jobs[0]!.traceParent).toContain(traceId);
    const student = await readFile(join(folder, 'student.onnx'));
    const sha256 = createHash('sha256').update(student).digest('hex');
    expect(outputOf(jobs[0]!, 'student.onnx').sha256).toBe(sha256);
    expect(await onnxLogits(student, patterns(2, 1).values)).toHaveLength(2 * classes);
  });

  it('names every bad field of a refused request', async () => {
    const { exitCode, stderr } = await run('--samples', '9999999', '--epochs', '99999');
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^INVALID_ARGUMENT: /);
    expect(stderr).toContain('\n  fine_tuning.samples: must be from 1 to 1000000, got 9999999');
    expect(stderr).toContain('\n  fine_tuning.epochs: must be from 1 to 10000, got 99999');
  });
});

describe('distill.py', () => {
  it('teaches a student from NumPy arrays, which ONNX Runtime runs', async () => {
    const { images, labels } = patterns(48, 1);
    // An IDX header of three sizes has 16 bytes, one of a single size 8.
    await writeFile(join(folder, 'images.npy'), npy('(48, 32, 32)', images.subarray(16)));
    await writeFile(join(folder, 'labels.npy'), npy('(48,)', labels.subarray(8)));
    const files = ['teacher.onnx', 'images.npy', 'labels.npy', 'taught.onnx'];
    const { exitCode, stdout, stderr } = await python(
      'distill.py',
      ...files.map((name) => join(folder, name)),
      ...['--address', platform.address, '--epochs', '2', '--batch-size', '16'],
    );
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toContain('features relu4 [84]');
    expect(stdout).toMatch(/^distil {2}6 of 6 .*relationalAngle/m);
    expect(stdout).toMatch(/taught\.onnx: \d+ parameters instead of 61111$/m);
    const student = await readFile(join(folder, 'taught.onnx'));
    expect(await onnxLogits(student, patterns(2, 1).values)).toHaveLength(2 * classes);
  });
});

/** A NumPy file of bytes. */
function npy(shape: string, data: Uint8Array): Buffer {
  const header = `{'descr': '|u1', 'fortran_order': False, 'shape': ${shape}, }`;
  const start = Buffer.from(`\x93NUMPY\x01\0${String.fromCharCode(header.length)}\0`, 'latin1');
  return Buffer.concat([start, Buffer.from(header), data]);
}
