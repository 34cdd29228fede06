import { InterceptingCall, status, type Interceptor, type InterceptorOptions } from '@grpc/grpc-js';
import { trace } from '@opentelemetry/api';
import { callName, rpcAttributes, traceParentIn } from './observe-calls.js';
import { startSpan, type WorkSpan } from './span.js';
import { traceParentKey } from './trace-parent.js';

/**
 * Shows each call of a client as a span, which the service is told of; where the caller's metadata names a trace, it
 * belongs to that one.
 */
export const traceCalls = ((options: InterceptorOptions, nextCall: NextCall) => {
  // An intercepting call that changes nothing would still cost every message some steps; grpc-js takes the plain one as well.
  // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- see above
  if (!isTracing()) return nextCall(options);
  const name = callName(options.method_definition.path);
  let span: WorkSpan;
  return new InterceptingCall(nextCall(options), {
    start: (metadata, _, next) => {
      span = startSpan(`${name.service}/${name.method}`, {
        kind: 'CLIENT',
        parent: traceParentIn(metadata),
        attributes: rpcAttributes(name),
      });
      if (span.traceParent !== '') metadata.set(traceParentKey, span.traceParent);
      next(metadata, {
        onReceiveStatus: (answer, pass) => {
          const failure = answer.code === status.OK ? undefined : status[answer.code];
          span.end(failure, { 'rpc.grpc.status_code': answer.code });
          pass(answer);
        },
      });
    },
  });
}) as Interceptor;

type NextCall = Parameters<Interceptor>[1];

/** OpenTelemetry's API stands in for a provider until there is one; then it has somebody to delegate to. */
interface StandIn {
  getDelegateTracer?: (name: string) => unknown;
}

function isTracing(): boolean {
  const provider = trace.getTracerProvider() as StandIn;
  return !provider.getDelegateTracer || provider.getDelegateTracer('polymath') !== undefined;
}
