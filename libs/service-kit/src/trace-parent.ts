import { randomUUID } from 'node:crypto';
import { isSpanContextValid, TraceFlags, type SpanContext } from '@opentelemetry/api';

/** The key of the W3C trace context in the metadata of a call. */
export const traceParentKey = 'traceparent';

const form = /^(?!ff)[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(?:$|-)/;

/** The span that a `traceparent` names (W3C Trace Context, section 3.2); undefined: it is none. */
export function parseTraceParent(text: string): SpanContext | undefined {
  const [, traceId, spanId, flags] = form.exec(text) ?? [];
  if (traceId === undefined || spanId === undefined || flags === undefined) return undefined;
  const span = { traceId, spanId, traceFlags: parseInt(flags, 16), isRemote: true };
  return isSpanContextValid(span) ? span : undefined;
}

/** The `traceparent` that names a span; empty for one that is none. */
export function toTraceParent(span: SpanContext): string {
  if (!isSpanContextValid(span)) return '';
  const { traceId, spanId, traceFlags } = span;
  const flags = (traceFlags & TraceFlags.SAMPLED).toString(16).padStart(2, '0');
  return `00-${traceId}-${spanId}-${flags}`;
}

/** The `traceparent` of a trace that begins here and is recorded nowhere: it still ties lines of logs together. */
export function newTraceParent(): string {
  // Random UUIDs come out of a pool, ten times as fast as random bytes.
  const digits = () => randomUUID().replaceAll('-', '');
  return `00-${digits()}-${digits().slice(0, 16)}-00`;
}

/** The id of the trace that a `traceparent` belongs to, 32 hexadecimal digits; undefined: there is none. */
export function traceIdOf(traceParent: string): string | undefined {
  return parseTraceParent(traceParent)?.traceId;
}
