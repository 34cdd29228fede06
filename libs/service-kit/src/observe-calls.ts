import type { EventEmitter } from 'node:events';
import {
  status,
  type Deadline,
  type Metadata,
  type sendUnaryData,
  type ServerUnaryCall,
  type StatusObject,
  type UntypedHandleCall,
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

/** What grpc-js hands to the handler of a method, whether its requests and responses are streams or not. */
type AnyCall = Pick<ServerUnaryCall<unknown, unknown>, 'metadata' | 'getDeadline'> & EventEmitter;
type AnyHandler = (call: AnyCall, respond?: sendUnaryData<unknown>) => void;

/**
 * Shows each call of a method to an observer, and as a span: the call's metadata then names that span, so that every handler
 * finds a trace there. An interceptor of grpc-js would do the same, and cost every message some steps more.
 */
export function observeCalls(
  path: string,
  handler: UntypedHandleCall,
  observer: CallObserver,
): UntypedHandleCall {
  const name = callName(path);
  const handle = handler as AnyHandler;
  const observed: AnyHandler = (call, respond) => {
    const end = begin(name, call, observer);
    const { OK, CANCELLED, DEADLINE_EXCEEDED, UNKNOWN } = status;
    // Of these, the first counts: grpc-js tells of a cancel after an answer, too.
    call.once('cancelled', () => end(isPast(call.getDeadline()) ? DEADLINE_EXCEEDED : CANCELLED));
    if (respond) {
      handle(call, (error, ...answer) => {
        end(error ? (error.code ?? UNKNOWN) : OK);
        respond(error, ...answer);
      });
      return;
    }
    call.once('error', (error: Partial<StatusObject>) => end(error.code ?? UNKNOWN));
    call.once('finish', () => end(OK));
    handle(call);
  };
  return observed as UntypedHandleCall;
}

/** Tells of the begin of a call; gives what tells of its end, once. */
function begin(name: CallName, { metadata }: AnyCall, observer: CallObserver) {
  const ended = observer(name);
  const span = serverSpan(name, metadata);
  metadata.set(traceParentKey, span.traceParent || newTraceParent());
  let over = false;
  return (code: status) => {
    if (over) return;
    over = true;
    const word = status[code];
    ended(word);
    span.end(faults.has(word) ? word : undefined, { 'rpc.grpc.status_code': code });
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

/** A client's time began when it sent the call, ours when the call was here; and timers may fire a little early. */
const earlyMs = 50;

function isPast(deadline: Deadline): boolean {
  return Number(deadline) - earlyMs <= Date.now();
}
