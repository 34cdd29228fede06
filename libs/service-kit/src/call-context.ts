import type { Metadata } from '@grpc/grpc-js';

/** What a handler knows about the call that it answers, beside the request. */
export interface CallContext {
  /** Whether {@link signal} is aborted; cheaper to ask, as long as nobody has asked for that. */
  readonly aborted: boolean;
  /** Aborted when nobody waits for the answer any more; its reason is the error to end with. Pass it on. */
  readonly signal: AbortSignal;
  /** When the caller gives up; undefined: never. */
  readonly deadline: Date | undefined;
  /** On whose behalf the call is made. */
  readonly tenant: string;
  readonly metadata: Metadata;
}

/** The tenant of calls that do not say who they are. */
export const defaultTenant = 'default';
