import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import {
  ArtifactServiceService,
  type UploadRequest,
} from '@polymath/contracts/polymath/artifacts/v1/artifacts';
import {
  connect,
  createLogger,
  service,
  startServer,
  type RunningServer,
} from '@polymath/service-kit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { artifactHandlers } from './artifact-handlers.js';
import { openArtifactStore, type ArtifactStore } from './artifact-store.js';
import { downloadTo } from './download-to.js';
import { testFolder } from './folder.fixture.js';
import { uploadFile, type ArtifactClient } from './upload-file.js';

const mebibyte = 1024 * 1024;
const unknown = 'ab'.repeat(32);

let folder: string;
let store: ArtifactStore;
let server: RunningServer;
let client: ArtifactClient;

beforeEach(async () => {
  folder = await testFolder();
  store = await openArtifactStore(join(folder, 'store'));
  const services = [service(ArtifactServiceService, artifactHandlers(store))];
  const log = createLogger('test', 'silent');
  server = await startServer({ address: '127.0.0.1:0', services, log });
  client = connect(`127.0.0.1:${server.port}`, ArtifactServiceService);
});

afterEach(async () => {
  client.close();
  await server.close();
});

const header = (sha256 = ''): UploadRequest => ({
  part: { $case: 'header', value: { name: 'a', mediaType: '', sha256 } },
});
const chunk = (value: Buffer): UploadRequest => ({ part: { $case: 'chunk', value } });

async function* parts(...all: UploadRequest[]): AsyncGenerator<UploadRequest> {
  yield* all;
}

async function fileOf(content: Buffer): Promise<string> {
  const path = join(folder, 'source.bin');
  await writeFile(path, content);
  return path;
}

describe('upload and download', () => {
  it('give the same bytes back', async () => {
    const content = randomBytes(3 * mebibyte + 17);
    const artifact = await uploadFile(client, await fileOf(content), { mediaType: 'a/b' });
    expect(artifact).toMatchObject({ name: 'source.bin', mediaType: 'a/b' });
    expect(artifact.sizeBytes).toBe(BigInt(content.length));
    const copy = join(folder, 'copy.bin');
    await downloadTo(client, artifact.sha256, copy);
    expect(content.equals(await readFile(copy))).toBe(true);
    expect(existsSync(`${copy}.part`)).toBe(false);
  });

  it('tell how far they are', async () => {
    const content = randomBytes(2 * mebibyte + 1);
    const seen: number[] = [];
    const onTransferred = (done: number, total: number) => {
      expect(total).toBe(content.length);
      seen.push(done);
    };
    const path = await fileOf(content);
    const { sha256 } = await uploadFile(client, path, { onTransferred });
    expect(seen).toEqual([mebibyte, 2 * mebibyte, 2 * mebibyte + 1]);
    await downloadTo(client, sha256, join(folder, 'copy'), { onTransferred });
    expect(seen.at(-1)).toBe(content.length);
  });

  it('hold only a few chunks in memory', async () => {
    const { measure, grownBytes } = memory();
    const count = 64;
    await measure();
    async function* long(): AsyncGenerator<UploadRequest> {
      yield header();
      for (let i = 0; i < count; i++) {
        if (i % 8 === 0) await measure();
        yield chunk(Buffer.alloc(mebibyte, i));
      }
    }
    const { artifact } = await client.upload(long());
    expect(artifact?.sizeBytes).toBe(BigInt(count * mebibyte));
    let received = 0;
    const { sha256 } = artifact!;
    for await (const { part } of client.download({ sha256, offsetBytes: 0n })) {
      expect(part).toBeDefined();
      if (received++ % 8 === 0) await measure();
    }
    expect(grownBytes()).toBeLessThan(24 * mebibyte);
  });
});

/** Measures how much more memory buffers hold than at the first measurement. */
function memory() {
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc') as () => void;
  const sizes: number[] = [];
  const measure = async () => {
    collectGarbage();
    // The memory of collected buffers is freed in a turn of its own.
    await nextTurn();
    collectGarbage();
    sizes.push(process.memoryUsage().arrayBuffers);
  };
  return { measure, grownBytes: () => Math.max(...sizes) - sizes[0]! };
}

describe('upload', () => {
  it('sends nothing when the content is there already', async () => {
    const path = await fileOf(randomBytes(100));
    const first = await uploadFile(client, path);
    const seen: number[] = [];
    const again = await uploadFile(client, path, {
      name: 'other',
      onTransferred: (done) => seen.push(done),
    });
    expect(again).toEqual({ ...first, name: 'other' });
    expect(seen).toEqual([100]);
  });

  it('refuses content that does not have the SHA-256 of the header', async () => {
    const call = client.upload(parts(header(unknown), chunk(Buffer.from('abc'))));
    await expect(call).rejects.toMatchObject({
      kind: 'invalid-input',
      fields: [{ field: 'sha256' }],
    });
    await expect(call).rejects.toThrow(/expected content with SHA-256 abab.*, got ba7816bf/);
  });

  it('refuses a malformed SHA-256 and names the field', async () => {
    const fields = [{ field: 'header.sha256' }];
    await expect(client.upload(parts(header('xyz')))).rejects.toMatchObject({ fields });
  });

  it('wants the header first and once', async () => {
    const late = client.upload(parts(chunk(Buffer.from('abc'))));
    await expect(late).rejects.toThrow('header: must be the first message');
    const twice = client.upload(parts(header(), header()));
    await expect(twice).rejects.toThrow('every message after the first must carry a chunk');
    await expect(client.upload(parts())).rejects.toThrow('header: must be the first message');
  });

  it('names a file that is not there', async () => {
    const path = join(folder, 'missing');
    await expect(uploadFile(client, path)).rejects.toThrow(`no such file: ${path}`);
  });
});

describe('download', () => {
  it('goes on where an earlier one stopped', async () => {
    const content = randomBytes(2 * mebibyte);
    const { sha256 } = await uploadFile(client, await fileOf(content));
    const copy = join(folder, 'copy');
    await writeFile(`${copy}.part`, content.subarray(0, mebibyte + 5));
    const seen: number[] = [];
    await downloadTo(client, sha256, copy, { onTransferred: (done) => seen.push(done) });
    expect(content.equals(await readFile(copy))).toBe(true);
    expect(seen).toEqual([2 * mebibyte]);
  });

  it('throws away a beginning that does not belong to the content', async () => {
    const { sha256 } = await uploadFile(client, await fileOf(randomBytes(100)));
    const copy = join(folder, 'copy');
    await writeFile(`${copy}.part`, 'something else');
    const first = downloadTo(client, sha256, copy);
    await expect(first).rejects.toMatchObject({ kind: 'corrupt-data' });
    await expect(first).rejects.toThrow(`expected content with SHA-256 ${sha256}, got`);
    await downloadTo(client, sha256, copy);
    expect(existsSync(copy)).toBe(true);
  });

  it('finds out that the content has been damaged', async () => {
    const { sha256 } = await uploadFile(client, await fileOf(randomBytes(100)));
    await truncate(store.path(sha256), 50);
    const copy = join(folder, 'copy');
    const call = downloadTo(client, sha256, copy);
    await expect(call).rejects.toMatchObject({ kind: 'corrupt-data' });
    expect(existsSync(copy)).toBe(false);
  });

  it('names a blob that is not there', async () => {
    const copy = join(folder, 'copy');
    const call = downloadTo(client, unknown, copy);
    await expect(call).rejects.toMatchObject({ kind: 'not-found' });
    await expect(call).rejects.toThrow(`no such artifact: ${unknown}`);
    expect(existsSync(`${copy}.part`)).toBe(false);
  });

  it('refuses an offset behind the end', async () => {
    const { sha256 } = await uploadFile(client, await fileOf(randomBytes(100)));
    const stream = client.download({ sha256, offsetBytes: 101n });
    await expect(stream.next()).rejects.toThrow('offset_bytes: must be from 0 to 100, got 101');
  });
});

describe('stat', () => {
  it('names a blob that is not there, and refuses a malformed name', async () => {
    await expect(client.stat({ sha256: unknown })).rejects.toMatchObject({ kind: 'not-found' });
    const malformed = client.stat({ sha256: 'x' });
    await expect(malformed).rejects.toMatchObject({ fields: [{ field: 'sha256' }] });
  });
});
