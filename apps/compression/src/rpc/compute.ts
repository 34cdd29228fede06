import type { CallEngine } from '@polymath/engine-host';

/** What a handler needs that computes in an engine process without a job. */
export interface ComputeParts {
  /** Runs a named call of this area's engine; its requests and responses are protobuf messages. */
  readonly call: CallEngine;
}
