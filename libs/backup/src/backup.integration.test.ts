import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openArtifactStore, type ArtifactStore } from '@polymath/artifacts';
import { AdminServiceService, type Record } from '@polymath/contracts/polymath/admin/v1/admin';
import { Job, JobState } from '@polymath/contracts/polymath/jobs/v1/jobs';
import {
  connectEvents,
  defaultConnectionSettings,
  toTimestamp,
  type EventsConnection,
} from '@polymath/events';
import { openRecords, type JobRecords } from '@polymath/jobs';
import { openModelRecords } from '@polymath/models';
import { connect, createLogger, service, startServer, type Client, type RunningServer } from '@polymath/service-kit'; // prettier-ignore
import { startNats, type NatsFixture } from '@polymath/testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { exportRecords } from './export-records.js';
import { readRecord } from './record.js';
import { jobOf, modelOf } from './records.fixture.js';
import { startBackup, type Backup } from './start-backup.js';

let folder: string;
let nats: NatsFixture;
let connection: EventsConnection;
let artifacts: ArtifactStore;
let backup: Backup;
let server: RunningServer;
let admin: Client<AdminServiceService>;
let jobs: JobRecords;

const start = async () => {
  nats = await startNats();
  connection = await connectEvents({ ...defaultConnectionSettings, url: nats.url, name: 'test' });
  const log = createLogger('test', 'silent');
  const keepMs = 3_600_000;
  const where = { connection, area: 'test', replicas: 1, artifacts, artifactsDir: folder };
  backup = await startBackup({ ...where, keepMs, log });
  jobs = await openRecords(connection, { area: 'test', replicas: 1 });
  const services = [service(AdminServiceService, backup.handlers)];
  server = await startServer({ address: '127.0.0.1:0', services, log });
  admin = connect(`127.0.0.1:${server.port}`, AdminServiceService);
};
const stop = async () => {
  admin.close();
  await server.close();
  await backup.close();
  await connection.close();
  await nats.close();
};
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'polymath-backup-'));
  artifacts = await openArtifactStore(folder);
  await start();
});
afterEach(async () => {
  await stop();
  await rm(folder, { recursive: true, force: true });
});

const store = async (content: string) =>
  (await artifacts.put(Buffer.from(content), { name: '', mediaType: '' })).sha256;
const job = (id: string, patch: object = {}) =>
  jobOf({ id, updateTime: toTimestamp(Date.now()), ...patch });
const at = (sha256: string) => ({ artifact: { sha256 }, phase: 'train', step: 1n });
const exported = async () => {
  const all = [];
  for await (const response of admin.exportRecords({ recordsOnly: false })) all.push(response);
  return all;
};
const keyOf = ({ record }: { record?: Record | undefined }) => readRecord(record!).key;

describe('ExportRecords', () => {
  it('sends models, then jobs, with what they name and what is missing', async () => {
    const [spec, output, lost] = [await store('spec'), await store('output'), 'ab'.repeat(32)];
    const value = Buffer.from(`\0${spec}`);
    await jobs.create(job('a', { spec: { typeUrl: 't', value }, outputs: [{ sha256: output }, { sha256: lost }] })); // prettier-ignore
    const models = await openModelRecords(connection, { area: 'test', replicas: 1 });
    await models.write(modelOf({ versions: [], aliases: {} }), undefined);
    const all = await exported();
    expect(all.map(keyOf)).toEqual(['models/digits', 'jobs/a']);
    expect(all[1]!.artifacts.map(({ sha256 }) => sha256).sort()).toEqual([spec, output].sort());
    expect(all[1]!.missingSha256).toEqual([lost]);
  });

  it('sends no record of another area', async () => {
    const other = await openRecords(connection, { area: 'other', replicas: 1 });
    await other.create(Job.fromPartial({ id: 'b', area: 'other' }));
    await jobs.create(job('a'));
    expect((await exported()).map(keyOf)).toEqual(['jobs/a']);
  });

  it('reads a job again whose checkpoint gave way to a newer one', async () => {
    const [old, newer] = ['cd'.repeat(32), await store('newer')];
    await jobs.create(job('a', { state: JobState.JOB_STATE_RUNNING, checkpoint: at(old) }));
    const stat: ArtifactStore['stat'] = async (sha256) => {
      // The job writes its next checkpoint just before anybody looks for the old one.
      const stored = (await jobs.get('a'))!;
      if (sha256 === old) await jobs.update(stored, { ...stored.job, checkpoint: Job.fromPartial({ checkpoint: at(newer) }).checkpoint }); // prettier-ignore
      return artifacts.stat(sha256);
    };
    const models = await openModelRecords(connection, { area: 'test', replicas: 1 });
    const log = createLogger('test', 'silent');
    const parts = { connection, jobs, models, artifacts: { stat }, log };
    const { signal } = new AbortController();
    for await (const { record, missingSha256 } of exportRecords(
      parts,
      { recordsOnly: false },
      signal,
    )) {
      // prettier-ignore
      expect(readRecord(record!).needs).toEqual([newer]);
      expect(missingSha256).toEqual([]);
    }
  });
});

describe('ImportRecords', () => {
  const imported = (...values: Uint8Array[]) =>
    admin.importRecords(
      (async function* () {
        for (const value of values)
          yield { record: { record: { $case: 'job' as const, value: Buffer.from(value) } } };
      })(),
    );

  it('refuses what is no record', async () => {
    await expect(imported(Buffer.from([255]))).rejects.toMatchObject({
      ...{ kind: 'invalid-input', fields: [{ field: 'record' }] },
    });
  });

  it('refuses a record that the area could not have written, and does not write it', async () => {
    const hostile = Job.encode(job('a', { epoch: 2 ** 32 - 1 })).finish();
    await expect(imported(hostile)).rejects.toMatchObject({
      fields: [{ field: 'record.job.epoch' }],
    });
    expect(await jobs.get('a')).toBeUndefined();
  });
});

describe('what a stranger writes among the records', () => {
  it('is neither exported nor copied, under whatever name, and others still are', async () => {
    const write = (key: string, content: Uint8Array) =>
      connection.nats.publish(`$KV.jobs.test.${key}`, content);
    write('none', Buffer.from([255, 255]));
    write('a1', Job.encode(job('../../../outside')).finish());
    write('a2', Job.encode(job('a2', { area: '../../outside' })).finish());
    write('a.b', Job.encode(job('a.b')).finish());
    await connection.nats.flush();
    await jobs.create(job('good'));
    const records = join(folder, 'records');
    const copied = () => readdir(records, { recursive: true });
    await vi.waitFor(async () => expect(await copied()).toContain('test/jobs/good'));
    expect((await readdir(join(records, 'test/jobs'))).sort()).toEqual(['good']);
    expect((await readdir(folder)).sort()).toEqual(['blobs', 'records', 'unfinished']);
    expect((await exported()).map(keyOf)).toEqual(['jobs/good']);
  });
});

describe('copies of records', () => {
  it('name their artifacts for as long as records are kept', async () => {
    const [now, longAgo] = [Date.now(), Date.now() - 3_700_000];
    const [young, old] = [await store('young'), await store('old')];
    await jobs.create(job('young', { outputs: [{ sha256: young }], updateTime: toTimestamp(now) }));
    await jobs.create(job('old', { outputs: [{ sha256: old }], updateTime: toTimestamp(longAgo) }));
    const copied = () => readdir(join(folder, 'records/test/jobs'));
    await vi.waitFor(async () => expect((await copied()).sort()).toEqual(['old', 'young']));
    const named = await backup.copiedNames();
    expect([named.has(young), named.has(old)]).toEqual([true, false]);
    expect(await copied()).toEqual(['young']);
  });
});

describe('RebuildRecords', () => {
  it('makes the records of an empty NATS again, and tells which artifacts are gone', async () => {
    const [output, gone] = [await store('output'), 'ef'.repeat(32)];
    const ended = job('a', { outputs: [{ sha256: output }, { sha256: gone }] });
    const { JOB_STATE_RUNNING: state } = JobState;
    await jobs.create(ended);
    await jobs.create(job('b', { state, epoch: 2, checkpoint: at(output) }));
    await jobs.create(job('c', { state, epoch: 1 }));
    const copied = () => readdir(join(folder, 'records/test/jobs'));
    await vi.waitFor(async () => expect((await copied()).sort()).toEqual(['a', 'b']));
    expect([...(await backup.copiedNames())].sort()).toEqual(
      [output, gone, ended.specSha256].sort(),
    );
    await stop();
    await start();
    expect(await admin.rebuildRecords({})).toMatchObject({
      written: { jobs: 2n, unfinishedJobs: 1n, keptJobs: 0n },
      ...{ broken: [], missingSha256: [gone] },
    });
    expect((await jobs.get('a'))!.job).toEqual(ended);
    const queued = { state: JobState.JOB_STATE_QUEUED, interruptions: 1, epoch: 2 };
    expect((await jobs.get('b'))!.job).toMatchObject(queued);
    expect(await jobs.get('c')).toBeUndefined();
  });
});
