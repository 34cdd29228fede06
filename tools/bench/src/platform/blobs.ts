import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { openArtifactStore } from '@polymath/artifacts';
import type { UploadRequest } from '@polymath/contracts/polymath/artifacts/v1/artifacts';
import type { ServiceProcess } from '@polymath/e2e';
import { formatLine } from '../line.js';
import { withMemoryPeak } from './memory-peak.js';
import { onStage, type Stage } from './stage.js';

const mebibyte = 1024 * 1024;
/** How much more memory a service may take for a blob of any size, in MiB. */
const memoryGoal = 64;

/** Prints how fast a blob goes to a service and back, and by how much the service's memory rises; beside it the store alone. */
export async function measureBlobs(sizeMiB: number): Promise<void> {
  await onStage(async (stage, service) => {
    // What a service needs for any blob at all is there before.
    await upload(service, 64);
    const sent = await withMemoryPeak(service.pid, () => upload(service, sizeMiB));
    const got = await withMemoryPeak(service.pid, () => download(service, sent.result.sha256));
    const alone = await storeAlone(stage, sizeMiB);
    printRate(`upload-${sizeMiB}-mib`, sent.result.rate, alone.put);
    printRate(`download-${sizeMiB}-mib`, got.result, alone.open);
    printMemory(`upload-${sizeMiB}-mib-memory`, sent.roseBytes);
    printMemory(`download-${sizeMiB}-mib-memory`, got.roseBytes);
  });
}

export async function upload({ artifacts }: ServiceProcess, sizeMiB: number) {
  async function* parts(): AsyncGenerator<UploadRequest> {
    yield { part: { $case: 'header', value: { name: 'blob', mediaType: '', sha256: '' } } };
    for await (const value of chunks(sizeMiB)) yield { part: { $case: 'chunk', value } };
  }
  const start = performance.now();
  const { artifact } = await artifacts.upload(parts());
  return { sha256: artifact!.sha256, rate: sizeMiB / ((performance.now() - start) / 1000) };
}

export async function download({ artifacts }: ServiceProcess, sha256: string): Promise<number> {
  const start = performance.now();
  let bytes = 0;
  for await (const { part } of artifacts.download({ sha256, offsetBytes: 0n })) {
    if (part?.$case === 'chunk') bytes += part.value.length;
  }
  return bytes / mebibyte / ((performance.now() - start) / 1000);
}

/** The same store without a service: what disk and hash cost. */
async function storeAlone({ dataDir }: Stage, sizeMiB: number) {
  const store = await openArtifactStore(join(dataDir, 'alone'));
  const start = performance.now();
  const { sha256 } = await store.put(chunks(sizeMiB), { name: '', mediaType: '' });
  const stored = performance.now();
  for await (const chunk of store.open(sha256)) if (chunk.length === 0) throw new Error('empty');
  const read = performance.now();
  const rate = (fromMs: number, toMs: number) => sizeMiB / ((toMs - fromMs) / 1000);
  return { put: rate(start, stored), open: rate(stored, read) };
}

/** So many chunks of 1 MiB, each content another: the store keeps equal ones once. */
async function* chunks(count: number): AsyncGenerator<Buffer> {
  const content = randomBytes(mebibyte);
  for (let i = 0; i < count; i++) {
    const chunk = Buffer.from(content);
    chunk.writeUInt32LE(i);
    yield chunk;
  }
}

function printRate(name: string, ours: number, peer: number): void {
  const unit = 'MiB a second; beside it the store without a service';
  console.log(formatLine({ name, ours, peer, ratio: ours / peer, unit }));
}

function printMemory(name: string, roseBytes: number): void {
  const ours = roseBytes / mebibyte;
  const unit = 'MiB more at most; beside it the goal';
  console.log(
    formatLine({ name, ours, peer: memoryGoal, ratio: memoryGoal / Math.max(ours, 0.1), unit }),
  );
}
