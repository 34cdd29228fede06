import type { ServingParts } from '@polymath/area';
import { orDefault } from '@polymath/area/inputs';
import type { DescribeDiagnoserResponse } from '@polymath/contracts/polymath/diagnosis/v1/diagnosis';
import type { StreamHeader, StreamOpened } from '@polymath/contracts/polymath/diagnosis/v1/live';
import { unitToJSON } from '@polymath/contracts/polymath/diagnosis/v1/recording';
import { envelopeDefaults, type FrequencyBand, type Normal } from '@polymath/diagnosis';
import { invalidFields, PolymathError } from '@polymath/errors';
import { baselineKind, diagnoser as diagnoserKind } from '../models/kinds.js';
import type { SampleFacts } from './block-reader.js';
import { findModel, readBaseline, type Describe, type FoundModel } from './find-models.js';
import { Timeline } from './timeline.js';
import { factorBetween } from './units.js';

/** A stream whose header fits its diagnoser. */
export interface OpenedStream {
  header: StreamHeader;
  described: DescribeDiagnoserResponse;
  diagnoser: FoundModel;
  /** By operating point. */
  normals: ReadonlyMap<string, Normal>;
  hop: number;
  samples: SampleFacts;
  timeline: Timeline;
  /** Bands for envelopes; empty: none are wanted. */
  bands: readonly FrequencyBand[];
  opened: StreamOpened;
}

/**
 * Finds what a stream is held against.
 * @throws invalid-input naming the field of the header that does not fit, with the remedy; not-found
 */
export async function openStream(
  parts: ServingParts & { describe: Describe },
  header: StreamHeader,
  signal: AbortSignal,
): Promise<OpenedStream> {
  const about = { field: 'header.diagnoser', kind: diagnoserKind };
  const diagnoser = await findModel(parts, header.diagnoser!, about);
  const described = await parts.describe(diagnoser.artifact, signal);
  const { conditions, sampleRateHz, windowLength } = described;
  const hop = orDefault(header.hop, windowLength);
  const factor = unitFactor(header, described);
  const timeline = timelineOf(header, described, hop);
  const normals = await normalsOf(parts, header, diagnoser);
  const { scale } = header;
  return {
    ...{ header, described, diagnoser, normals, hop, timeline },
    samples: {
      sampleRateHz: header.sampleRateHz,
      scale: scale === 0 ? undefined : scale * factor,
      floatScale: orDefault(scale, 1) * factor,
    },
    bands: bandsOf(header, sampleRateHz),
    opened: {
      ...{ conditions, sampleRateHz, windowLength, hop },
      unit: described.features?.scalePerWindow ? header.unit : described.unit,
      diagnoser: diagnoser.artifact,
      diagnoserVersion: diagnoser.version,
      operatingPoints: [...normals.keys()],
    },
  };
}

/** What turns the stream's unit into the diagnoser's; amplitudes of another unit would be taken for another condition. */
function unitFactor({ unit }: StreamHeader, { unit: wanted, features }: DescribeDiagnoserResponse) {
  if (features?.scalePerWindow) return 1;
  const factor = factorBetween(unit, wanted);
  if (factor !== undefined) return factor;
  const names = `${unitToJSON(wanted)}, or one that can be converted to it, got ${unitToJSON(unit)}`;
  throw bad('unit', `must be the diagnoser's ${names}: convert with header.scale`);
}

function timelineOf(
  { sampleRateHz: fromHz }: StreamHeader,
  { sampleRateHz: toHz, windowLength }: DescribeDiagnoserResponse,
  hop: number,
): Timeline {
  if (fromHz < toHz)
    throw bad('sample_rate_hz', `must be at least the diagnoser's ${toHz}, got ${fromHz}: what lies in between was never measured; sample at ${toHz} Hz or more, or train at ${fromHz} Hz`); // prettier-ignore
  try {
    return new Timeline({ fromHz, toHz, windowLength, hop });
  } catch (cause) {
    throw bad('sample_rate_hz', `must be to the diagnoser's ${toHz} as small whole numbers are, got ${fromHz}: ${PolymathError.from(cause).message}`); // prettier-ignore
  }
}

async function normalsOf(
  parts: ServingParts,
  { baseline, operatingPoint }: StreamHeader,
  diagnoser: FoundModel,
): Promise<ReadonlyMap<string, Normal>> {
  if (!baseline) return new Map();
  const about = { field: 'header.baseline', kind: baselineKind };
  const { artifact } = await findModel(parts, baseline, about);
  const { normals } = await readBaseline(parts, artifact, diagnoser.artifact);
  if (normals.has(operatingPoint)) return normals;
  const known = [...normals.keys()].map((name) => `"${name}"`).join(', ');
  throw bad('operating_point', `must be one of the baseline's, ${known}, got "${operatingPoint}"`);
}

/** The usual bands that lie below half the sampling rate. */
function bandsOf({ bearing }: StreamHeader, sampleRateHz: number): readonly FrequencyBand[] {
  if (!bearing) return [];
  const bands = envelopeDefaults.bands.filter(([, highHz]) => highHz <= sampleRateHz / 2);
  if (bands.length > 0) return bands;
  throw bad('bearing', `needs a diagnoser of at least 6000 Hz, as envelopes are of 1 to 3 kHz and above, got ${sampleRateHz}: leave it out`); // prettier-ignore
}

const bad = (field: string, description: string) =>
  invalidFields([{ field: `header.${field}`, description }]);
