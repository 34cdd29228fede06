import { headers, type MsgHdrs } from '@nats-io/nats-core';
import { JobEvent } from '@polymath/contracts/polymath/jobs/v1/jobs';
import { fromTimestamp } from './timestamp.js';

/**
 * The headers that make a message with a `JobEvent` as payload a CloudEvent 1.0 (NATS binding, binary mode:
 * each attribute in a header of its own, with the prefix `ce-`).
 *
 * @param id tells this event from all others of its source
 */
export function cloudEventHeaders(event: JobEvent, id: string): MsgHdrs {
  const kind = event.event?.$case ?? 'unspecified';
  const result = headers();
  result.set('ce-specversion', '1.0');
  result.set('ce-id', id);
  result.set('ce-source', `/polymath/${event.area}`);
  result.set('ce-type', `polymath.jobs.v1.${kind}`);
  result.set('ce-subject', event.jobId);
  if (event.time) result.set('ce-time', new Date(fromTimestamp(event.time)).toISOString());
  result.set('ce-datacontenttype', 'application/protobuf');
  result.set('ce-dataschema', 'polymath.jobs.v1.JobEvent');
  return result;
}
