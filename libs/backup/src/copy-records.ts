import { readStream, type EventsConnection } from '@polymath/events';
import { hasEnded } from '@polymath/jobs';
import type { Logger } from '@polymath/service-kit';
import type { KnownRecord } from './record.js';
import { recordAt, type RecordSource } from './record-at.js';
import type { RecordCopies } from './record-copies.js';

/** What copying needs. */
export interface CopyParts {
  connection: EventsConnection;
  copies: Pick<RecordCopies, 'put'>;
  log: Logger;
}

/**
 * Keeps a copy of each record of a source that is worth one, those from before its start included, until the signal is
 * aborted. Runs behind the records: nobody waits for it, and what is written again meanwhile is copied once. What is no record of
 * its key is passed over.
 */
export async function copyRecords(
  { connection, copies, log }: CopyParts,
  { source, $case }: { source: RecordSource; $case: 'job' | 'model' },
  signal: AbortSignal,
): Promise<void> {
  const { stream, filter } = source;
  for await (const message of readStream(connection, { stream, filter, from: 'last', signal })) {
    const { data, subject } = message;
    if (data.length === 0) continue;
    try {
      const known = recordAt(source, $case, message);
      if (!isWorthACopy(known)) continue;
      await copies.put({ record: { $case, value: known.bytes } }, known);
    } catch (err) {
      log.warn({ err, record: subject }, 'no copy of a record: a lost NATS would lose it');
    }
  }
}

/** Models, and jobs from their first checkpoint on: what cannot be had again by asking for it again. */
export function isWorthACopy({ value }: KnownRecord): boolean {
  if (value.$case === 'model') return true;
  return hasEnded(value.job.state) || value.job.checkpoint !== undefined;
}
