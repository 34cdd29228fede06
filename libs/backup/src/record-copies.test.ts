import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Job } from '@polymath/contracts/polymath/jobs/v1/jobs';
import { Model } from '@polymath/contracts/polymath/models/v1/models';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openRecordCopies, type RecordCopies } from './record-copies.js';
import { readRecord } from './record.js';

let folder: string;
let copies: RecordCopies;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'polymath-copies-'));
  copies = await openRecordCopies(folder);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const time = (seconds: number) => ({ seconds: BigInt(seconds), nanos: 0 });
const put = (value: Job | Model) => {
  const [$case, bytes] = 'id' in value ? ['job' as const, Job.encode(value).finish()] : ['model' as const, Model.encode(value).finish()]; // prettier-ignore
  const record = { record: { $case, value: Buffer.from(bytes) } };
  return copies.put(record, readRecord(record));
};
const job = (id: string, updatedS: number, patch = {}) =>
  Job.fromPartial({ id, area: 'test', updateTime: time(updatedS), ...patch });
const model = (createdS: number, updatedS: number) =>
  Model.fromPartial({ name: 'digits', area: 'test', createTime: time(createdS), updateTime: time(updatedS) }); // prettier-ignore

const found = async () => {
  const all = [];
  for await (const { path, record } of copies.all()) all.push({ path, value: record?.value });
  return all;
};

describe('copies of records', () => {
  it('come back as they were, models first', async () => {
    const [one, digits] = [job('a', 5, { metrics: { loss: 0.25 } }), model(1, 2)];
    await put(one);
    await put(digits);
    expect(await found()).toEqual([
      { path: 'test/models/digits.1000', value: { $case: 'model', model: digits } },
      { path: 'test/jobs/a', value: { $case: 'job', job: one } },
    ]);
  });

  it('follow their records', async () => {
    await put(job('a', 5));
    await put(job('a', 6, { reason: 'newer' }));
    expect(await found()).toMatchObject([{ value: { job: { reason: 'newer' } } }]);
  });

  it('keep a model of which NATS knows nothing any more when another takes its name', async () => {
    await put(model(1, 9));
    await put(model(20, 21));
    const paths = (await found()).map(({ path }) => path);
    expect(paths).toEqual(['test/models/digits.20000', 'test/models/digits.1000']);
  });

  it('that are broken are found without a record', async () => {
    await put(job('a', 5));
    await writeFile(join(folder, 'test/jobs/a'), Buffer.alloc(100, 'x'));
    expect(await found()).toEqual([{ path: 'test/jobs/a', value: undefined }]);
  });

  it('of jobs expire, by the time of their record; models stay', async () => {
    const nowS = Math.floor(Date.now() / 1000);
    await put(job('old', nowS - 100));
    await put(job('new', nowS - 10));
    await put(model(1, 2));
    await copies.expire(50_000);
    expect(await readdir(join(folder, 'test/jobs'))).toEqual(['new']);
    expect(await readdir(join(folder, 'test/models'))).toHaveLength(1);
  });
});
