import type { ArtifactStore } from '@polymath/artifacts';
import { Counter, type Registry } from 'prom-client';

/** Makes of a store one as clients reach it, which counts the bytes that they send and fetch. */
export function artifactMetrics(registry: Registry): (store: ArtifactStore) => ArtifactStore {
  const bytes = new Counter({
    name: 'polymath_artifact_bytes_total',
    help: 'Bytes of artifacts that clients have sent (up) and fetched (down)',
    labelNames: ['direction'] as const,
    registers: [registry],
  });
  const up = bytes.labels({ direction: 'up' });
  const down = bytes.labels({ direction: 'down' });
  return (store) => ({
    ...store,
    put: (source, description) => store.put(counted(chunksOf(source), up), description),
    open: (sha256, offsetBytes) => counted(store.open(sha256, offsetBytes), down),
  });
}

async function* counted<Chunk extends Uint8Array>(
  chunks: AsyncIterable<Chunk>,
  counter: { inc(bytes: number): void },
): AsyncGenerator<Chunk> {
  for await (const chunk of chunks) {
    counter.inc(chunk.byteLength);
    yield chunk;
  }
}

async function* chunksOf(source: AsyncIterable<Uint8Array> | Uint8Array) {
  if (source instanceof Uint8Array) yield source;
  else yield* source;
}
