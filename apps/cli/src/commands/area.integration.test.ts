import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Noise_Distribution } from '@polymath/contracts/polymath/compression/v1/compression';
import { Architecture } from '@polymath/contracts/polymath/compression/v1/network';
import { JobState } from '@polymath/contracts/polymath/jobs/v1/jobs';
import { PolymathError } from '@polymath/errors';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { fakeShell, type FakeShell } from '../fake-shell.fixture.js';
import { startFakeService, writeTestFile, type FakeService } from '../fake-service.fixture.js';

const hash = 'ab'.repeat(32);
let service: FakeService;
let shell: FakeShell;

beforeAll(async () => {
  service = await startFakeService();
});
afterAll(() => service.close());
beforeEach(() => {
  service.trained.length = 0;
  service.compressed.length = 0;
  service.distilled.length = 0;
  service.ending = JobState.JOB_STATE_SUCCEEDED;
  shell = fakeShell({ POLYMATH_COMPRESSION_ADDRESS: service.address });
});

const train = (...args: string[]) => shell.run('compress', 'train-classifier', ...args);

describe('compress train-classifier', () => {
  it('sends the request that its options describe, with a request id', async () => {
    const code = await train(
      ...['--architecture', 'lenet5', '--epochs', '3', '--learning-rate', '0.01', '--seed', '7'],
      ...[
        '--training.images',
        hash,
        '--training.mean',
        '0.1,0.2',
        '--training.resize-height',
        '32',
      ],
    );
    expect(code).toBe(0);
    const [request] = service.trained;
    expect(request).toMatchObject({
      ...{
        architecture: Architecture.ARCHITECTURE_LENET5,
        epochs: 3,
        learningRate: 0.01,
        seed: 7n,
      },
      training: { images: { sha256: hash }, mean: [0.1, 0.2], resizeHeight: 32 },
      validation: undefined,
    });
    expect(request!.options!.requestId).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('stores files that are given for artifacts and sends their hashes', async () => {
    const path = writeTestFile(service.folder, 'images.idx', 'pixels');
    expect(await train('--training.images', path, '--epochs', '1')).toBe(0);
    const sha256 = createHash('sha256').update('pixels').digest('hex');
    const images = { sha256, name: 'images.idx', sizeBytes: 6n };
    expect(service.trained[0]!.training!.images).toMatchObject(images);
  });

  it('names all options that do not fit, and sends nothing', async () => {
    const code = await train('--architecture', 'lenet6', '--epochs', 'many');
    expect(code).toBe(2);
    expect(shell.err).toEqual([
      'error: invalid input',
      expect.stringMatching(/^ {2}--architecture must be one of lenet5, resnet14, .*, got lenet6$/),
      '  --epochs must be <number>, got many',
    ]);
    expect(service.trained).toEqual([]);
  });

  it('names the options of the fields that the service refuses', async () => {
    expect(await train('--epochs', '0')).toBe(2);
    expect(shell.err).toEqual([
      'error: invalid input',
      '  --training.images must be 64 lower-case hexadecimal digits, got ""',
      '  --epochs must be from 1 to 1000, got 0',
    ]);
  });

  it('says so when a file is missing', async () => {
    expect(await train('--training.images', '/no/such/file')).toBe(3);
    expect(shell.err).toEqual(['error: no such file: /no/such/file']);
  });

  it('says how to start the service when nobody answers', async () => {
    expect(await train('--epochs', '1', '--address', '127.0.0.1:1')).toBe(4);
    expect(shell.err.at(-1)).toMatch(/^start the services with "polymath up"/);
  });

  it('repeats the same request when the service says that it cannot answer now', async () => {
    service.refusals.push(new PolymathError('unavailable', 'away', { retryAfterMs: 1 }));
    expect(await train('--epochs', '1')).toBe(0);
    const [first, second] = service.trained;
    expect(second!.options).toEqual(first!.options);
  });

  it('prints the job as one line of JSON and nothing else', async () => {
    expect(await train('--epochs', '1', '--json')).toBe(0);
    expect(shell.out.map((line) => (JSON.parse(line) as { id: string }).id)).toEqual(['job1']);
    expect(shell.err).toEqual([]);
  });

  it('merges options into a request from a file', async () => {
    const request = { epochs: 9, seed: '5', options: { requestId: 'mine' } };
    const path = writeTestFile(service.folder, 'request.json', JSON.stringify(request));
    expect(await train('--request', path, '--epochs', '2')).toBe(0);
    expect(service.trained[0]).toMatchObject({
      epochs: 2,
      seed: 5n,
      options: { requestId: 'mine' },
    });
  });

  it('refuses a request with fields that are not known', async () => {
    const path = writeTestFile(service.folder, 'request.json', '{"epoch": 9}');
    expect(await train('--request', path)).toBe(2);
    expect(shell.err[0]).toMatch(/^error: --request .*epoch/);
  });

  it('follows the job with --watch and saves its outputs', async () => {
    const folder = join(service.folder, 'out');
    expect(await train('--epochs', '1', '--watch', '--out', folder)).toBe(0);
    expect(shell.err).toContain('  train: 3 of 10 (30 %), 0:02 elapsed, loss 0.5');
    expect(shell.out.join('\n')).toMatch(/state +succeeded[\s\S]*validation accuracy +0.9871/);
    expect(readFileSync(join(folder, 'classifier.safetensors'), 'utf8')).toBe('weights');
  });

  it.each([
    [JobState.JOB_STATE_FAILED, 5],
    [JobState.JOB_STATE_CANCELLED, 6],
  ])('tells by its exit code how a watched job ended', async (ending, code) => {
    service.ending = ending;
    expect(await train('--epochs', '1', '--watch')).toBe(code);
  });

  it('leaves the job alone when the watching is interrupted', async () => {
    service.ending = undefined;
    shell.onNote = (text) => text.includes('train: 3 of 10') && shell.interrupt();
    expect(await train('--epochs', '1', '--watch')).toBe(130);
    expect(shell.err.at(-1)).toBe('job job1 goes on; watch it again: polymath jobs watch job1');
  });

  it('prints each event as a line of JSON with --watch --json', async () => {
    expect(await train('--epochs', '1', '--watch', '--json')).toBe(0);
    const events = shell.out.map((line) => Object.keys(JSON.parse(line) as object));
    expect(events).toHaveLength(3);
    expect(events[1]).toContain('progress');
  });
});

describe('compress compress-classifier', () => {
  it('takes layers in short and as JSON, and one source of a oneof', async () => {
    const code = await shell.run(
      ...['compress', 'compress-classifier', '--teacher', hash],
      ...['--layers', 'conv2:evbmf', '--layers', 'conv3:5,8', '--layers'],
      ...['{"layer":"fc1","energy":0.9}', '--fine-tuning.noise.distribution', 'gaussian'],
      ...['--fine-tuning.keep-order'],
    );
    expect(code).toBe(0);
    expect(service.compressed[0]).toMatchObject({
      layers: [
        { layer: 'conv2', ranks: { $case: 'evbmf' } },
        { layer: 'conv3', ranks: { $case: 'fixed', value: { input: 5, output: 8 } } },
        { layer: 'fc1', ranks: { $case: 'energy', value: 0.9 } },
      ],
      fineTuning: {
        keepOrder: true,
        source: { value: { distribution: Noise_Distribution.DISTRIBUTION_GAUSSIAN } },
      },
    });
  });
});

describe('compress distill', () => {
  const distill = (...args: string[]) => shell.run('compress', 'distill', ...args);

  it('sends terms in short and as JSON, several teachers, and a data set', async () => {
    const code = await distill(
      ...['--student.architecture', 'wrn-16-2', '--teachers', hash, '--teachers', hash],
      ...['--training.cifar.files', hash, '--training.cifar.files', hash],
      ...['--training.cifar.labels', 'cifar100-fine', '--batches.by-class.classes', '10'],
      ...['--stage.epochs', '2', '--stage.terms', 'cross-entropy:0.1'],
      ...['--stage.terms', 'attention@2:1000:a=b', '--stage.terms', '{"hint":{"normalization":2}}'],
      ...['--stage.optimizer.fall-epochs', '1,2', '--earlier-stages', '{"epochs":3}'],
    );
    expect(shell.err.filter((line) => line.startsWith('error'))).toEqual([]);
    expect(code).toBe(0);
    const file = { sha256: hash };
    expect(service.distilled).toMatchObject([
      {
        student: { network: { $case: 'architecture', value: Architecture.ARCHITECTURE_WRN_16_2 } },
        teachers: [file, file],
        training: { dataSet: { $case: 'cifar', value: { files: [file, file], labels: 2 } } },
        batches: { kind: { $case: 'byClass', value: { classes: 10 } } },
        stage: {
          epochs: 2,
          terms: [
            { kind: { $case: 'crossEntropy' }, weight: 0.1 },
            {
              ...{ kind: { $case: 'attention' }, teacher: 2, weight: 1000 },
              layers: { student: 'a', teacher: 'b' },
            },
            { kind: { $case: 'hint', value: { normalization: 2 } } },
          ],
          optimizer: { fallEpochs: [1, 2] },
        },
        earlierStages: [{ epochs: 3 }],
      },
    ]);
  });

  it('refuses a term of no kind', async () => {
    expect(await distill('--stage.terms', 'sharp-targets:1')).toBe(2);
    expect(shell.err.at(-1)).toBe(
      'error: --stage.terms must be <kind[@teacher][:weight[:layers]]|json>, got sharp-targets:1',
    );
  });
});

describe('compress list-layers', () => {
  it('prints a table', async () => {
    expect(await shell.run('compress', 'list-layers', '--artifact', hash)).toBe(0);
    expect(shell.out.join('\n')).toMatch(/conv1 +conv2d +\[32, 32, 16\] +432/);
  });
});

describe('compress plan-compression', () => {
  it('prints a table with the sum', async () => {
    expect(await shell.run('compress', 'plan-compression', '--teacher', hash)).toBe(0);
    expect(shell.out.join('\n')).toMatch(/conv3 +conv2d +5, 8 +48,120 +2,160 .* 0\.2500/);
    expect(shell.out.at(-1)).toBe('246.8 kB becomes 63.0 kB, 3.92 times fewer parameters');
  });
});

describe('compress sample-generators', () => {
  it('saves the pictures of a stream', async () => {
    const folder = join(service.folder, 'pictures');
    await shell.run('compress', 'sample-generators', '--generators', hash, '--out', folder);
    const paths = [0, 1].map((i) => join(folder, `generator-${i}-row-0.png`));
    expect(shell.out).toEqual(paths.map((path) => `saved ${path}`));
    expect([...readFileSync(paths[1]!)]).toEqual([1]);
  });
});
