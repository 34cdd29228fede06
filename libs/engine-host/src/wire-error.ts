import { PolymathError, type ErrorKind, type FieldViolation } from '@polymath/errors';

/** An error on its way between two processes, where classes get lost. */
export interface WireError {
  kind: ErrorKind;
  message: string;
  fields: readonly FieldViolation[];
  /** Where it happened, with the causes. */
  stack: string;
}

/** An error as plain data. */
export function toWire(error: unknown): WireError {
  const { kind, message, fields } = PolymathError.from(error);
  return { kind, message, fields, stack: stackOf(error) };
}

/** The error again; its cause carries the stack of the other process. */
export function fromWire({ kind, message, fields, stack }: WireError): PolymathError {
  const cause = new Error(message);
  cause.stack = stack;
  return new PolymathError(kind, message, { fields, cause });
}

function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const stack = error.stack ?? error.message;
  return error.cause === undefined ? stack : `${stack}\ncaused by: ${stackOf(error.cause)}`;
}
