import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execFileSync } from 'node:child_process';
import { RecordBatch } from '@polymath/contracts/polymath/admin/v1/admin';
import { Job, JobState } from '@polymath/contracts/polymath/jobs/v1/jobs';
import { PolymathError } from '@polymath/errors';
import { packTar } from 'modern-tar';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { batchName, blobName, entryHeader, formatText, formatVersion, type Manifest } from './archive-format.js'; // prettier-ignore
import { checkArchive } from './check-archive.js';
import { contentOf, readArchive } from './read-archive.js';
import { writeArchive } from './write-archive.js';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'polymath-archive-'));
  file = join(folder, 'backup.tar');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const weights = Buffer.from('weights'.repeat(300));
const sha256 = createHash('sha256').update(weights).digest('hex');

async function* only(content: Uint8Array) {
  yield new Uint8Array(content);
}

const area = { name: 'compression', jobs: 1, unfinishedJobs: 0, models: 0 };
const manifest: Manifest = {
  ...{ version: 1, startTime: '', endTime: '', areas: [area] },
  ...{ blobs: 1, blobBytes: weights.length, missing: [] },
};

/** A backup of one job with one output. */
function write({ blobs = [sha256], of = manifest, format = formatText() } = {}) {
  const job = Job.fromPartial({
    ...{ id: 'job1', area: 'compression', state: JobState.JOB_STATE_SUCCEEDED },
    outputs: [{ sha256 }],
  });
  const record = { $case: 'job' as const, value: Buffer.from(Job.encode(job).finish()) };
  const batch = RecordBatch.encode({ records: [{ record }] }).finish();
  return writeArchive(file, async ({ add }) => {
    const text = (name: string, content: string) =>
      add(name, content.length, only(Buffer.from(content)));
    await text('format.json', format);
    await add(batchName('compression', 1, batch), batch.length, only(batch));
    for (const name of blobs) await add(blobName(name), weights.length, only(weights));
    await text('manifest.json', JSON.stringify(of));
  });
}

const fault = () =>
  checkArchive(file).then(
    () => 'none',
    (error: unknown) => `${PolymathError.from(error).kind}: ${PolymathError.from(error).message}`,
  );

describe('a backup', () => {
  it('holds what was written, and any tar reads it', async () => {
    await write();
    const checked = await checkArchive(file);
    expect(checked.manifest).toEqual(manifest);
    expect([...checked.blobs]).toEqual([[sha256, weights.length]]);
    expect(checked.blobsOf('compression')).toEqual([sha256]);
    expect([...checked.records.keys()]).toEqual(['compression/jobs/job1']);
    expect(execFileSync('tar', ['-xOf', file, `blobs/${sha256}`])).toEqual(weights);
    expect(readdirSync(folder)).toEqual(['backup.tar']);
  });

  it('is refused wherever one bit is another', async () => {
    await write();
    const whole = readFileSync(file);
    for (let at = 0; at < whole.length; at += 41) {
      const bytes = Buffer.from(whole);
      bytes[at]! ^= 1;
      writeFileSync(file, bytes);
      expect(await fault(), `byte ${at}`).toMatch(/^corrupt-data: .*backup\.tar/);
    }
  });

  it('is refused wherever it was cut short', async () => {
    await write();
    const whole = readFileSync(file);
    for (let size = 0; size < whole.length; size += 97) {
      writeFileSync(file, whole.subarray(0, size));
      expect(await fault(), `size ${size}`).toMatch(/^corrupt-data: .*backup\.tar/);
    }
  });

  it('names the artifact that is broken', async () => {
    await write();
    const bytes = readFileSync(file);
    bytes[bytes.indexOf('weightsweights')]! ^= 1;
    writeFileSync(file, bytes);
    expect(await fault()).toContain(`blobs/${sha256} is broken`);
  });

  it('is refused when a record needs an artifact that is not in it', async () => {
    await write({ blobs: [], of: { ...manifest, blobs: 0 } });
    expect(await fault()).toContain(`compression/jobs/job1 needs ${sha256}`);
  });

  it('is whole when its manifest says that the platform had lost that artifact', async () => {
    await write({ blobs: [], of: { ...manifest, blobs: 0, missing: [sha256] } });
    expect(await fault()).toBe('none');
  });

  it('is refused when it has fewer records than its manifest says', async () => {
    await write({ of: { ...manifest, areas: [{ ...area, models: 1 }] } });
    expect(await fault()).toContain('expected 2 records and 1 artifacts, got 1 and 1');
  });

  it.each([
    [formatVersion + 1, 'newer format 2, expected 1'],
    [0, 'older format 0, expected 1'],
  ])('of format %i is refused with what to do', async (version, message) => {
    await write({ format: JSON.stringify({ format: 'polymath-backup', version }) });
    expect(await fault()).toMatch(new RegExp(`^failed-precondition: .*${message}: restore it`));
  });

  it.each([
    ['a tar file of something else', () => packTar([{ header: entryHeader('a', 1), body: 'a' }])],
    ['no tar file', async () => Buffer.from('{"format":"polymath-backup"}')],
    ['empty', async () => Buffer.alloc(0)],
  ])('is not %s', async (_, content) => {
    writeFileSync(file, await content());
    expect(await fault()).toMatch(/^corrupt-data/);
  });
});

describe('readArchive', () => {
  it('passes over what is not read, whatever its size', async () => {
    const blobs = Array.from({ length: 20 }, (_, i) => Buffer.alloc(500_000 * (i % 4) + i + 1, i));
    await writeArchive(file, async ({ add }) => {
      await add('format.json', formatText().length, only(Buffer.from(formatText())));
      for (const blob of blobs) {
        const name = createHash('sha256').update(blob).digest('hex');
        await add(blobName(name), blob.length, only(blob));
      }
    });
    const sizes: number[] = [];
    for await (const entry of readArchive(file)) {
      sizes.push(entry.sizeBytes);
      if (sizes.length % 2 === 0) await contentOf(entry);
    }
    expect(sizes.slice(0, 20)).toEqual(blobs.map(({ length }) => length));
  });
});

describe('writeArchive', () => {
  it('leaves nothing when it fails', async () => {
    const failing = writeArchive(file, async ({ add }) => {
      await add('format.json', 1, only(Buffer.from('x')));
      throw new Error('the platform is gone');
    });
    await expect(failing).rejects.toThrow('the platform is gone');
    expect(readdirSync(folder)).toEqual([]);
  });

  it('refuses to write over a file', async () => {
    writeFileSync(file, 'mine');
    await expect(write()).rejects.toMatchObject({ kind: 'already-exists' });
    expect(readFileSync(file, 'utf8')).toBe('mine');
    expect(existsSync(`${file}.part`)).toBe(false);
  });

  it('takes over what a killed one has left', async () => {
    writeFileSync(`${file}.part`, Buffer.alloc(1_000_000, 'x'));
    await write();
    expect(await fault()).toBe('none');
  });

  it('fails when an artifact is of another size than was said', async () => {
    const failing = writeArchive(file, ({ add }) => add('a', 5, only(Buffer.from('four'))));
    await expect(failing).rejects.toThrow();
    expect(readdirSync(folder)).toEqual([]);
  });
});
