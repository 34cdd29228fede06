import { PolymathError } from '@polymath/errors';
import { isJobId, isModelName } from '@polymath/jobs';
import { readRecord, type KnownRecord } from './record.js';

/** Where records of one area lie: a stream and their subjects. */
export interface RecordSource {
  readonly area: string;
  readonly stream: string;
  readonly filter: string;
}

/**
 * Reads what stands under a subject of a source. Anybody on NATS can write there: what is taken for a record must be the one of its
 * key, for its name becomes a file's.
 * @throws corrupt-data when it is none
 */
export function recordAt(
  { area, filter }: RecordSource,
  $case: KnownRecord['value']['$case'],
  { subject, data }: { subject: string; data: Uint8Array },
): KnownRecord & { bytes: Buffer } {
  const name = subject.slice(filter.length - 1);
  const bytes = Buffer.from(data);
  const known = readRecord({ record: { $case, value: bytes } });
  const isNamed = $case === 'job' ? isJobId(name) : isModelName(name);
  if (isNamed && known.area === area && known.key === `${$case}s/${name}`)
    return { ...known, bytes };
  const message = `expected a ${$case} of ${area} under ${subject}, got ${known.key} of "${known.area}"`;
  throw new PolymathError('corrupt-data', message);
}
