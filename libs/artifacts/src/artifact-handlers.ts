import type {
  Artifact,
  ArtifactServiceService,
  DownloadRequest,
  DownloadResponse,
  StatRequest,
  StatResponse,
  UploadHeader,
  UploadRequest,
  UploadResponse,
} from '@polymath/contracts/polymath/artifacts/v1/artifacts';
import { invalidFields } from '@polymath/errors';
import { notFound, violations, type Handlers } from '@polymath/service-kit';
import type { ArtifactStore, Description } from './artifact-store.js';

/** What answers ArtifactService out of a store. */
export function artifactHandlers(store: ArtifactStore): Handlers<typeof ArtifactServiceService> {
  return {
    upload: (requests) => upload(store, requests),
    download: (request) => download(store, request),
    stat: (request) => statArtifact(store, request),
  };
}

async function upload(
  store: ArtifactStore,
  requests: AsyncIterable<UploadRequest>,
): Promise<UploadResponse> {
  const parts = requests[Symbol.asyncIterator]();
  const first = (await parts.next()) as IteratorResult<UploadRequest, undefined>;
  if (first.value?.part?.$case !== 'header') {
    throw invalidFields([{ field: 'header', description: 'must be the first message' }]);
  }
  const description = checkHeader(first.value.part.value);
  return { artifact: await store.put(chunksOf(parts), description) };
}

function checkHeader({ name, mediaType, sha256 }: UploadHeader): Description {
  const check = violations();
  if (sha256 !== '') check.sha256('header.sha256', sha256);
  check.throwIfAny();
  return { name, mediaType, ...(sha256 && { sha256 }) };
}

async function* chunksOf(parts: AsyncIterator<UploadRequest>): AsyncGenerator<Uint8Array> {
  for (;;) {
    const next = await parts.next();
    if (next.done) return;
    if (next.value.part?.$case !== 'chunk') {
      const description = 'every message after the first must carry a chunk';
      throw invalidFields([{ field: 'chunk', description }]);
    }
    yield next.value.part.value;
  }
}

async function* download(
  store: ArtifactStore,
  { sha256, offsetBytes }: DownloadRequest,
): AsyncGenerator<DownloadResponse> {
  const artifact = await find(store, sha256);
  const check = violations();
  check.range('offset_bytes', offsetBytes, 0, Number(artifact.sizeBytes));
  check.throwIfAny();
  yield { part: { $case: 'artifact', value: artifact } };
  for await (const value of store.open(sha256, Number(offsetBytes))) {
    yield { part: { $case: 'chunk', value } };
  }
}

async function statArtifact(store: ArtifactStore, request: StatRequest): Promise<StatResponse> {
  return { artifact: await find(store, request.sha256) };
}

async function find(store: ArtifactStore, sha256: string): Promise<Artifact> {
  const artifact = await store.stat(sha256);
  if (artifact === undefined) throw notFound('artifact', sha256);
  return artifact;
}
