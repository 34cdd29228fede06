import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { TrainClassifierRequest } from '@polymath/contracts/polymath/compression/v1/compression';
import { Architecture, type LabelledImages } from '@polymath/contracts/polymath/compression/v1/network'; // prettier-ignore
import { TrainDiagnoserRequest } from '@polymath/contracts/polymath/diagnosis/v1/diagnosis';
import { Unit } from '@polymath/contracts/polymath/diagnosis/v1/recording';
import { JobState, ListJobsRequest, type Job } from '@polymath/contracts/polymath/jobs/v1/jobs';
import type { Model } from '@polymath/contracts/polymath/models/v1/models';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { polymath, startPolymath } from './cli.fixture.js';
import type { SharedClients } from './clients.js';
import { ended, get, put, putImages, remains, succeeded } from './jobs.fixture.js';
import { startLostPlatform, type LostPlatform } from './lost-platform.fixture.js';
import { inferRequest, trainModel } from './models.fixture.js';
import { patterns } from './patterns.fixture.js';

// Trainings are run twice and platforms started anew, perhaps beside other tests.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

const seen = patterns(12, 3);
let platform: LostPlatform;
let file: string;
let training: LabelledImages;
let undisturbed: Job;
let long: Job;
let failed: Job;
let named: Job;
let before: Awaited<ReturnType<typeof everything>>;

/** A training of some seconds. */
const train = async (requestId = '') => {
  const architecture = Architecture.ARCHITECTURE_LENET5;
  const request = { architecture, training, epochs: 20, batchSize: 16, seed: 3n };
  const { job } = await platform.clients.compression.trainClassifier(
    TrainClassifierRequest.fromPartial({ ...request, options: { requestId } }),
  );
  return job!;
};

const toCheckpoint = async ({ id }: Job) => {
  for await (const { event } of platform.clients.jobs.watchJob({ jobId: id, resumeToken: '' }))
    if (event?.event?.$case === 'checkpoint') return;
  throw new Error('the job ended without a checkpoint');
};

/** A job of the other area that fails, for its recording is none. */
const diagnoseNonsense = async () => {
  const { diagnosis } = platform;
  const one = async (condition: string, load: string) => {
    const name = `${condition} ${load}`;
    const nonsense = await put(diagnosis, Buffer.from(name), 'pump.wav');
    const format = { $case: 'wav' as const, value: {} };
    return {
      recording: { file: nonsense, format, unit: Unit.UNIT_G, rpm: 1797 },
      ...{ condition, load, name },
    };
  };
  const recordings = await Promise.all(
    ['a', 'b'].flatMap((load) => [one('normal', load), one('inner-race', load)]),
  );
  const request = TrainDiagnoserRequest.fromPartial({ recordings, seed: 7n });
  return ended(diagnosis, (await diagnosis.diagnosis.trainDiagnoser(request)).job);
};

const jobsOf = async ({ jobs }: Pick<SharedClients, 'jobs'>) =>
  (await jobs.listJobs(ListJobsRequest.create({}))).jobs;
const modelsOf = async ({ models }: Pick<SharedClients, 'models'>): Promise<Model[]> =>
  (await models.listModels({ pageSize: 0, pageToken: '' })).models;

/** All that must be the same after a restore; the job that runs by itself. */
async function everything() {
  const ofArea = async (clients: SharedClients) => ({
    jobs: (await jobsOf(clients)).filter(({ id }) => id !== long.id),
    models: await modelsOf(clients),
  });
  const answer = await platform.clients.inference.modelInfer(inferRequest('digits', seen.values));
  const aliased = inferRequest('digits', seen.values, { modelVersion: 'old' });
  const { rawOutputContents } = await platform.clients.inference.modelInfer(aliased);
  return {
    compression: await ofArea(platform.clients),
    diagnosis: await ofArea(platform.diagnosis),
    answers: [answer.rawOutputContents, rawOutputContents],
  };
}

const sha256 = (content: Buffer) => createHash('sha256').update(content).digest('hex');

const admin = (...args: string[]) => polymath(platform.env, 'admin', ...args);

beforeAll(async () => {
  platform = await startLostPlatform();
  file = join(platform.folder, 'backup.tar');
  const { clients } = platform;
  training = await putImages(clients, patterns(480, 1));
  undisturbed = await succeeded(clients, await train());
  for (const epochs of [1, 2, 3]) {
    named = await succeeded(
      clients,
      await trainModel(clients, { modelName: 'digits', training, epochs }),
    );
    await clients.models.createVersion({
      name: 'digits',
      source: { $case: 'jobId', value: named.id },
    });
  }
  await clients.models.deleteVersion({ name: 'digits', version: 2 });
  await clients.models.setAlias({
    name: 'digits',
    alias: 'old',
    version: 1,
    expectedVersion: undefined,
  });
  failed = await diagnoseNonsense();
  long = await train('mine');
  await toCheckpoint(long);
  before = await everything();
});
afterAll(() => platform.close());

describe('a backup of a running platform', () => {
  it('is whole and tells what is in it', async () => {
    const { code, out, err } = await admin('backup', file, '--json');
    expect({ code, err }).toEqual({ code: 0, err: [] });
    expect(failed.state).toBe(JobState.JOB_STATE_FAILED);
    expect(JSON.parse(out[0]!)).toMatchObject({
      areas: [
        { name: 'compression', jobs: 5, unfinishedJobs: 1, models: 1 },
        { name: 'diagnosis', jobs: 1, unfinishedJobs: 0, models: 0 },
      ],
      missing: [],
    });
    expect((await admin('check', file)).out.at(-1)).toBe(`${file} is whole`);
  });

  it('is not restored into a platform that has other jobs', async () => {
    const other = await put(platform.clients, Buffer.from('other'));
    const more = await train('more');
    await platform.clients.jobs.cancelJob({ jobId: more.id });
    const { code, err } = await admin('restore', file);
    expect(code).toBe(1);
    expect(err.join()).toContain(`compression has jobs/${more.id}, which is not in this backup`);
    expect((await get(platform.clients, other)).toString()).toBe('other');
  });

  it('that is killed leaves nothing that is taken for one', async () => {
    const killed = join(platform.folder, 'killed.tar');
    const child = startPolymath(platform.env, 'admin', 'backup', killed);
    while (!existsSync(`${killed}.part`)) await sleep(5);
    child.kill('SIGKILL');
    expect(await once(child, 'exit')).toEqual([null, 'SIGKILL']);
    expect(existsSync(killed)).toBe(false);
    expect((await admin('check', `${killed}.part`)).code).toBe(1);
  });
});

describe('a restore into an empty platform', () => {
  beforeAll(async () => {
    await platform.stop();
    await platform.loseData();
    await platform.start();
  });

  it('of a broken backup is refused, and changes nothing', async () => {
    const bytes = readFileSync(file);
    bytes[Math.floor(bytes.length / 2)]! ^= 1;
    const broken = join(platform.folder, 'broken.tar');
    writeFileSync(broken, bytes);
    const { code, err } = await admin('restore', broken);
    expect(code).toBe(1);
    expect(err.join()).toMatch(/broken\.tar: blobs\/[0-9a-f]{64} is broken/);
    writeFileSync(broken, readFileSync(file).subarray(0, bytes.length - 1000));
    expect((await admin('restore', broken)).err.join()).toContain('cut short');
    expect(await jobsOf(platform.clients)).toEqual([]);
    expect(await readdir(join(platform.dataDir, 'artifacts', 'blobs'))).toEqual([]);
  });

  it('that is killed is completed by the next', async () => {
    const child = startPolymath(platform.env, 'admin', 'restore', file);
    const blobs = join(platform.dataDir, 'artifacts', 'blobs');
    while ((await readdir(blobs)).length < 3) await sleep(5);
    child.kill('SIGKILL');
    expect(await once(child, 'exit')).toEqual([null, 'SIGKILL']);
    expect(await jobsOf(platform.clients)).toEqual([]);
    const { code, err, out } = await admin('restore', file, '--json');
    expect({ code, err }).toEqual({ code: 0, err: [] });
    expect(JSON.parse(out[0]!)).toMatchObject({ areas: [{ name: 'compression' }, { name: 'diagnosis', jobs: 1 }] }); // prettier-ignore
  });

  it('gives all jobs and models back, and models answer with the same bytes', async () => {
    expect(await everything()).toEqual(before);
  });

  it('gives back every artifact that jobs name', async () => {
    for (const { outputs, checkpoint } of before.compression.jobs)
      for (const artifact of [...outputs, checkpoint!.artifact!])
        expect(sha256(await get(platform.clients, artifact))).toBe(artifact.sha256);
  });

  it('has the job that ran go on to the result of one that was never disturbed', async () => {
    const { job } = await platform.clients.jobs.getJob({ jobId: long.id });
    const done = await succeeded(platform.clients, job);
    expect(done).toMatchObject({ attempt: 0, errors: [], interruptions: 1 });
    expect(remains(done)).toEqual(remains(undisturbed));
  });

  it('knows the job of a request that is repeated', async () => {
    expect((await train('mine')).id).toBe(long.id);
  });

  it('goes on counting versions, and none comes back', async () => {
    const job = await trainModel(platform.clients, { modelName: 'digits', training, epochs: 4 });
    const { id: value } = await succeeded(platform.clients, job);
    const source = { $case: 'jobId' as const, value };
    const { model } = await platform.clients.models.createVersion({ name: 'digits', source });
    expect(model!.versions.map(({ version }) => version)).toEqual([1, 3, 4]);
  });

  it('may be merged into what is there, which stays', async () => {
    const models = await modelsOf(platform.clients);
    const { code, out } = await admin('restore', file, '--merge', '--json');
    expect(code).toBe(0);
    const { areas, blobs } = JSON.parse(out[0]!) as { areas: object[]; blobs: number };
    expect({ areas, blobs }).toMatchObject({ areas: [{ jobs: 0, keptJobs: 5, keptModels: ['digits'] }, { keptJobs: 1 }], blobs: 0 }); // prettier-ignore
    expect(await modelsOf(platform.clients)).toEqual(models);
  });
});

describe('a NATS that has lost its data', () => {
  it('is rebuilt of what lies beside the blobs', async () => {
    long = await train('again');
    await toCheckpoint(long);
    const [jobs, models] = [await jobsOf(platform.clients), await modelsOf(platform.clients)];
    const folder = join(platform.dataDir, 'artifacts', 'records', 'compression');
    await vi.waitFor(() => expect(existsSync(join(folder, 'jobs', long.id))).toBe(true));
    await platform.stop();
    await platform.start();
    expect(await jobsOf(platform.clients)).toEqual([]);
    await rm(join(folder, 'jobs', named.id));
    writeFileSync(join(folder, 'jobs', named.id), 'rotten');
    const { code, out } = await admin('rebuild', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(out[0]!)).toMatchObject({
      areas: [
        { jobs: jobs.length - 1, unfinishedJobs: 1, models: 1, broken: [`compression/jobs/${named.id}`], missing: [] }, // prettier-ignore
        { jobs: 1, broken: [] },
      ],
    });
    const isKept = ({ id }: Job) => id !== named.id && id !== long.id;
    expect((await jobsOf(platform.clients)).filter(isKept)).toEqual(jobs.filter(isKept));
    expect(await modelsOf(platform.clients)).toEqual(models);
    const { job } = await platform.clients.jobs.getJob({ jobId: long.id });
    expect(remains(await succeeded(platform.clients, job))).toEqual(remains(undisturbed));
  });
});
