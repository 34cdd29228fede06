import {
  context,
  SpanKind,
  SpanStatusCode,
  trace,
  type Attributes,
  type Context,
} from '@opentelemetry/api';
import { PolymathError } from '@polymath/errors';
import { parseTraceParent, toTraceParent } from './trace-parent.js';

/** What a span is about. */
export interface SpanOptions {
  kind: keyof typeof SpanKind;
  /** The `traceparent` of the span that it belongs to; empty: that of this program's context, else a new trace begins. */
  parent: string;
  attributes?: Attributes;
}

/** A piece of work that a trace shows. */
export interface WorkSpan {
  /** Names it to those who work for it; where no traces are recorded: its parent, which may be empty. */
  readonly traceParent: string;
  /** @param failure why the work failed; undefined: it did not */
  end(failure?: string, attributes?: Attributes): void;
}

/** Begins a span of OpenTelemetry. Costs next to nothing where nobody has set up a provider of traces. */
export function startSpan(name: string, { kind, parent, attributes = {} }: SpanOptions): WorkSpan {
  const options = { kind: SpanKind[kind], attributes };
  const span = trace.getTracer('polymath').startSpan(name, options, contextOf(parent));
  return {
    traceParent: toTraceParent(span.spanContext()),
    end: (failure, found) => {
      if (found) span.setAttributes(found);
      if (failure !== undefined) {
        span.setStatus({ code: SpanStatusCode.ERROR, message: failure });
      }
      span.end();
    },
  };
}

function contextOf(traceParent: string): Context {
  const active = context.active();
  const parent = parseTraceParent(traceParent);
  return parent ? trace.setSpanContext(active, parent) : active;
}

/** Does a piece of work, with which its span ends; of an error it tells the kind alone. */
export async function inSpan<Result>(span: WorkSpan, work: () => Promise<Result>): Promise<Result> {
  try {
    const result = await work();
    span.end();
    return result;
  } catch (error) {
    span.end(PolymathError.from(error).kind);
    throw error;
  }
}
