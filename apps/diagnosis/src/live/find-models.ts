import type { ServingParts } from '@polymath/area';
import type { Artifact } from '@polymath/contracts/polymath/artifacts/v1/artifacts';
import type { DescribeDiagnoserResponse } from '@polymath/contracts/polymath/diagnosis/v1/diagnosis';
import { DescribeDiagnoserRequest, DescribeDiagnoserResponse as Described } from '@polymath/contracts/polymath/diagnosis/v1/diagnosis'; // prettier-ignore
import type { ModelSource } from '@polymath/contracts/polymath/diagnosis/v1/live';
import { computeOnce } from '@polymath/area';
import { invalidFields } from '@polymath/errors';
import { notFound } from '@polymath/service-kit';
import { decodeBaseline, type MachineBaseline } from '../inputs/baseline-file.js';

/** A file behind a source, with its size; a version where it is a registered model, else 0. */
export interface FoundModel {
  artifact: Artifact;
  version: number;
}

/** Descriptions that are kept: those of the diagnosers that streams asked for last. */
const mostKept = 64;
/** No baseline is larger. */
const largestBaselineBytes = 16 * 1024 * 1024;

/**
 * Finds the file of a source.
 * @param field of the header that named it
 * @throws not-found; invalid-input when the model is of another kind
 */
export async function findModel(
  { models, artifacts }: Pick<ServingParts, 'models' | 'artifacts'>,
  { source }: ModelSource,
  { field, kind }: { field: string; kind: string },
): Promise<FoundModel> {
  if (source?.$case === 'model') {
    const { name, version: asked } = source.value;
    const { version } = await models.find(name, asked);
    if (version.kind === kind) return { artifact: version.artifact!, version: version.version };
    const description = `must be a ${kind}, got a ${version.kind}`;
    throw invalidFields([{ field: `${field}.model.name`, description }]);
  }
  const { sha256 } = source!.value;
  const artifact = await artifacts.stat(sha256);
  if (!artifact) throw notFound('artifact', sha256);
  return { artifact, version: 0 };
}

/** What diagnosers take and know; each is asked for once. */
export type Describe = (diagnoser: Artifact, signal: AbortSignal) => Promise<DescribeDiagnoserResponse>; // prettier-ignore

/** Asks the engine process, and keeps the last answers. */
export function describer(parts: Pick<ServingParts, 'call'>): Describe {
  const kept = new Map<string, DescribeDiagnoserResponse>();
  const messages = { request: DescribeDiagnoserRequest, response: Described };
  return async (diagnoser, signal) => {
    const known = kept.get(diagnoser.sha256);
    if (known) return known;
    const asked = { name: 'DescribeDiagnoser', ...messages };
    const described = await computeOnce(
      parts,
      asked,
      DescribeDiagnoserRequest.fromPartial({ diagnoser }),
      signal,
    );
    if (kept.size >= mostKept) kept.delete(kept.keys().next().value!);
    kept.set(diagnoser.sha256, described);
    return described;
  };
}

/**
 * Reads a baseline, which must have been learned with this diagnoser.
 * @throws invalid-input or corrupt-data when it is another's or none
 */
export async function readBaseline(
  { artifacts }: Pick<ServingParts, 'artifacts'>,
  { sha256, sizeBytes }: Artifact,
  diagnoser: Artifact,
): Promise<MachineBaseline> {
  if (sizeBytes > largestBaselineBytes) throw wrongBaseline(`a file of ${sizeBytes} bytes`);
  const chunks: Buffer[] = [];
  for await (const chunk of artifacts.open(sha256)) chunks.push(chunk);
  const baseline = decodeBaseline(Buffer.concat(chunks));
  if (baseline.diagnoser !== diagnoser.sha256) throw wrongBaseline(`one of the diagnoser ${baseline.diagnoser}`); // prettier-ignore
  return baseline;
}

const wrongBaseline = (got: string) =>
  invalidFields([
    {
      field: 'header.baseline',
      description: `must be what LearnBaseline gave with this diagnoser, got ${got}`,
    },
  ]);
