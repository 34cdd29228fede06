/** Every way in which something can fail; `libs/service-kit` maps each to one RPC status. */
export const errorKinds = [
  'invalid-input',
  'not-found',
  'already-exists',
  'conflict',
  'failed-precondition',
  'resource-exhausted',
  'unavailable',
  'deadline-exceeded',
  'cancelled',
  'corrupt-data',
  'unauthenticated',
  'permission-denied',
  'internal',
] as const;

/** One of {@link errorKinds}. */
export type ErrorKind = (typeof errorKinds)[number];

/** One field of a request that was refused, by its path in the request, e.g. `teacher.sha256`. */
export interface FieldViolation {
  field: string;
  /** What was expected and what came. */
  description: string;
}

/** What an error may carry beside its message. */
export interface ErrorDetails {
  cause?: unknown;
  /** For `invalid-input`: every bad field. */
  fields?: readonly FieldViolation[];
  /** For `unavailable` and `resource-exhausted`: when a repeat makes sense, in milliseconds. */
  retryAfterMs?: number;
}

/** The one error of this project. The kind says what to do about it; the message what was expected and what came. */
export class PolymathError extends Error {
  override readonly name = 'PolymathError';
  readonly kind: ErrorKind;
  readonly fields: readonly FieldViolation[];
  readonly retryAfterMs: number | undefined;

  constructor(kind: ErrorKind, message: string, details: ErrorDetails = {}) {
    super(message, 'cause' in details ? { cause: details.cause } : undefined);
    this.kind = kind;
    this.fields = details.fields ?? [];
    this.retryAfterMs = details.retryAfterMs;
  }

  /**
   * The error itself when it is ours; a full disk as `resource-exhausted`; anything else as `internal`. The original is the cause.
   */
  static from(reason: unknown): PolymathError {
    if (reason instanceof PolymathError) return reason;
    if (isFullDisk(reason)) {
      const message = `no space left on the disk (${reason.message})`;
      return new PolymathError('resource-exhausted', message, { cause: reason });
    }
    if (reason instanceof Error && reason.name === 'AbortError') {
      return new PolymathError('cancelled', 'cancelled', { cause: reason });
    }
    const message = reason instanceof Error ? reason.message : String(reason);
    return new PolymathError('internal', message, { cause: reason });
  }
}

const fullDisk: ReadonlySet<unknown> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

const isFullDisk = (reason: unknown): reason is Error =>
  reason instanceof Error && 'code' in reason && fullDisk.has(reason.code);

/** An `invalid-input` error that names every bad field in its message too. */
export function invalidFields(fields: readonly FieldViolation[]): PolymathError {
  const text = fields.map(({ field, description }) => `${field}: ${description}`).join('; ');
  return new PolymathError('invalid-input', text, { fields });
}
