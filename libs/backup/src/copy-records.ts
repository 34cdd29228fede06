import type { Record } from '@polymath/contracts/polymath/admin/v1/admin';
import { readStream, type EventsConnection } from '@polymath/events';
import { hasEnded } from '@polymath/jobs';
import type { Logger } from '@polymath/service-kit';
import { readRecord, type KnownRecord } from './record.js';
import type { RecordCopies } from './record-copies.js';

/** What copying needs. */
export interface CopyParts {
  connection: EventsConnection;
  copies: Pick<RecordCopies, 'put'>;
  log: Logger;
}

/** Where records lie: a stream and their subjects. */
export interface RecordSource {
  stream: string;
  filter: string;
}

/**
 * Keeps a copy of each record of a source that is worth one, those from before its start included, until the signal is
 * aborted. Runs behind the records: nobody waits for it, and what is written again meanwhile is copied once.
 */
export async function copyRecords(
  { connection, copies, log }: CopyParts,
  { source, $case }: { source: RecordSource; $case: 'job' | 'model' },
  signal: AbortSignal,
): Promise<void> {
  const { stream, filter } = source;
  for await (const { data } of readStream(connection, { stream, filter, from: 'last', signal })) {
    if (data.length === 0) continue;
    const record: Record = { record: { $case, value: Buffer.from(data) } };
    const known = readRecord(record);
    if (!isWorthACopy(known)) continue;
    await copies.put(record, known).catch((err: unknown) => {
      log.warn({ err, record: known.key }, 'no copy of a record: a lost NATS would lose it');
    });
  }
}

/** Models, and jobs from their first checkpoint on: what cannot be had again by asking for it again. */
export function isWorthACopy({ value }: KnownRecord): boolean {
  if (value.$case === 'model') return true;
  return hasEnded(value.job.state) || value.job.checkpoint !== undefined;
}
