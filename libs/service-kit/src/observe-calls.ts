import {
  Metadata,
  ServerInterceptingCall,
  status,
  type Deadline,
  type ServerInterceptor,
} from '@grpc/grpc-js';
import { startSpan, type WorkSpan } from './span.js';
import { newTraceParent, traceParentKey } from './trace-parent.js';

/** A call that a server has begun to answer, by the names of the contract, e.g. `polymath.jobs.v1.JobService`, `GetJob`. */
export interface CallName {
  readonly service: string;
  readonly method: string;
}

/** Hears of each call as it begins; what it returns hears how it ended, e.g. `OK` or `NOT_FOUND`. */
export type CallObserver = (call: CallName) => (code: string) => void;

/** Faults of the server; other codes tell its callers what they did. */
const faults: ReadonlySet<string> = new Set(['INTERNAL', 'UNAVAILABLE', 'DATA_LOSS', 'UNKNOWN']);

/**
 * Shows each call that a server answers to an observer, and as a span: the call's metadata then names that span, so that
 * every handler finds a trace there. Calls of unknown methods, whose names are anybody's, are not shown.
 */
export function observeCalls(observer: CallObserver): ServerInterceptor {
  return (method, call) => {
    const name = callName(method.path);
    const ended = observer(name);
    let span: WorkSpan | undefined;
    let over = false;
    const end = (code: status) => {
      // grpc-js tells of a cancel after an answer, too.
      if (over) return;
      over = true;
      const word = status[code];
      ended(word);
      const attributes = { 'rpc.grpc.status_code': code };
      span?.end(faults.has(word) ? word : undefined, attributes);
    };
    return new ServerInterceptingCall(call, {
      start: (next) =>
        next({
          onReceiveMetadata: (metadata, pass) => {
            span = serverSpan(name, metadata);
            metadata.set(traceParentKey, span.traceParent || newTraceParent());
            pass(metadata);
          },
          onCancel: () =>
            end(isPast(call.getDeadline()) ? status.DEADLINE_EXCEEDED : status.CANCELLED),
        }),
      sendStatus: (answer, next) => {
        end(answer.code);
        next(answer);
      },
    });
  };
}

function serverSpan(name: CallName, metadata: Metadata): WorkSpan {
  return startSpan(`${name.service}/${name.method}`, {
    kind: 'SERVER',
    parent: traceParentIn(metadata),
    attributes: rpcAttributes(name),
  });
}

/** The `traceparent` in the metadata of a call; empty: there is none. */
export function traceParentIn(metadata: Metadata): string {
  return metadata.get(traceParentKey)[0]?.toString() ?? '';
}

/** The names in the path of a method, `/<service>/<method>`. */
export function callName(path: string): CallName {
  const [, service = '', method = ''] = path.split('/');
  return { service, method };
}

/** What a span tells of a call, by the conventions of OpenTelemetry. */
export function rpcAttributes({ service, method }: CallName) {
  return { 'rpc.system': 'grpc', 'rpc.service': service, 'rpc.method': method };
}

/** Timers may fire a little early. */
const earlyMs = 5;

function isPast(deadline: Deadline): boolean {
  return Number(deadline) - earlyMs <= Date.now();
}
