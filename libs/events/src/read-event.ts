import { JobEvent } from '@polymath/contracts/polymath/jobs/v1/jobs';

/** The event that a message of the stream is; undefined when it is none: anybody on NATS can publish there. */
export function readEvent(bytes: Uint8Array): JobEvent | undefined {
  try {
    return JobEvent.decode(bytes);
  } catch {
    return undefined;
  }
}
