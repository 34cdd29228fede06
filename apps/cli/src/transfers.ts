import { mkdirSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { downloadTo, uploadFile, type ArtifactClient } from '@polymath/artifacts';
import type { Artifact } from '@polymath/contracts/polymath/artifacts/v1/artifacts';
import { SingleBar } from 'cli-progress';
import { formatBytes } from './output/format.js';
import type { Terminal } from './output/terminal.js';

/** What a transfer needs. */
export interface TransferParts {
  readonly artifacts: ArtifactClient;
  readonly terminal: Terminal;
  readonly signal?: AbortSignal | undefined;
}

const mediaTypes: Readonly<Record<string, string>> = {
  '.onnx': 'application/onnx',
  '.safetensors': 'application/vnd.safetensors',
  '.png': 'image/png',
  '.json': 'application/json',
  '.gz': 'application/gzip',
};

/** Stores a file with a service and shows how far it is. */
export async function upload(parts: TransferParts, path: string): Promise<Artifact> {
  const { artifacts, terminal, signal } = parts;
  const meter = startMeter(terminal, `uploading ${basename(path)}`);
  try {
    return await uploadFile(artifacts, path, {
      mediaType: mediaTypes[extname(path)] ?? '',
      onTransferred: meter.update,
      ...(signal && { signal }),
    });
  } finally {
    meter.stop();
  }
}

/** Saves a blob as a file and shows how far it is. */
export async function download(
  { artifacts, terminal, signal }: TransferParts,
  { sha256, name }: Pick<Artifact, 'sha256' | 'name'>,
  path: string,
): Promise<void> {
  const meter = startMeter(terminal, `downloading ${name || sha256.slice(0, 12)}`);
  try {
    await downloadTo(artifacts, sha256, path, {
      onTransferred: meter.update,
      ...(signal && { signal }),
    });
  } finally {
    meter.stop();
  }
}

/** Saves artifacts under their names into a folder, which is made; gives their paths. */
export async function downloadAll(
  parts: TransferParts,
  all: readonly Artifact[],
  folder: string,
): Promise<string[]> {
  mkdirSync(folder, { recursive: true });
  const paths: string[] = [];
  for (const artifact of all) {
    // A name comes from elsewhere: it must not lead out of the folder.
    const path = join(folder, basename(artifact.name) || artifact.sha256);
    await download(parts, artifact, path);
    paths.push(path);
  }
  return paths;
}

/** Below this a transfer is over before anybody reads of it. */
const leastBytes = 1_000_000;

/** A bar that moves on a terminal, for what takes long enough to be seen. */
export function startMeter({ bars: stream }: Terminal, title: string) {
  if (!stream) return { update: () => undefined, stop: () => undefined };
  let done = 0;
  let total = 0;
  const format = () => `  ${title}: ${formatBytes(done)} of ${formatBytes(total)}`;
  const bar = new SingleBar({
    ...{ stream, format, fps: 4, hideCursor: true, linewrap: null, clearOnComplete: true },
  });
  let isStarted = false;
  return {
    update: (doneBytes: number, totalBytes: number) => {
      [done, total] = [doneBytes, totalBytes];
      if (!isStarted && total >= leastBytes) {
        bar.start(1, 0);
        isStarted = true;
      }
      bar.update(doneBytes);
    },
    stop: () => bar.stop(),
  };
}
