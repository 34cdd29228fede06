import type { JsonValue } from '@bufbuild/protobuf';
import { Artifact } from '@polymath/contracts/polymath/artifacts/v1/artifacts';
import { jsonOf } from '../request/registry.js';
import { upload, type TransferParts } from '../transfers.js';

/** Turns what was given for an artifact into it: a hash as it is, a file by storing it. */
export function artifactFrom(parts: TransferParts): (text: string) => Promise<JsonValue> {
  return async (text) => {
    if (/^[0-9a-f]{64}$/.test(text)) return { sha256: text };
    const artifact = await upload(parts, text);
    return jsonOf('polymath.artifacts.v1.Artifact', Artifact.encode(artifact).finish());
  };
}
