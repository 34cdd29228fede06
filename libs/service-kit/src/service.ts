import type { ServiceDefinition } from '@grpc/grpc-js';
import type { CallContext } from './call-context.js';

/** The request message of a method of a generated service definition. */
export type RequestOf<Method> = Method extends {
  requestDeserialize: (bytes: Buffer) => infer Message;
}
  ? Message
  : never;

/** The response message of a method of a generated service definition. */
export type ResponseOf<Method> = Method extends {
  responseDeserialize: (bytes: Buffer) => infer Message;
}
  ? Message
  : never;

/** Answers one request with one response. */
export type UnaryHandler<Request, Response> = (
  request: Request,
  context: CallContext,
) => Promise<Response>;

/** Answers one request with a stream; it is read only as fast as the client takes it. */
export type ServerStreamHandler<Request, Response> = (
  request: Request,
  context: CallContext,
) => AsyncIterable<Response>;

/** Answers a stream of requests with one response; the stream throws when the client breaks off. */
export type ClientStreamHandler<Request, Response> = (
  requests: AsyncIterable<Request>,
  context: CallContext,
) => Promise<Response>;

/**
 * Answers a stream of requests with a stream of responses, as one generator: it is read only as fast as the client takes it, and reads only when
 * it wants the next request, so a client that stops reading is no longer read from. The requests end when the client has sent all, and throw
 * when it breaks off, when time is up, or when the service shuts down; a client that breaks off may for some turns seem to have sent all, since
 * grpc-js says so first: only the signal tells for sure.
 */
export type TwoWayHandler<Request, Response> = (
  requests: AsyncIterable<Request>,
  context: CallContext,
) => AsyncIterable<Response>;

/** What answers a method, by whether its requests and its responses are streams. */
export type Handler<Method> = Method extends { requestStream: false; responseStream: false }
  ? UnaryHandler<RequestOf<Method>, ResponseOf<Method>>
  : Method extends { requestStream: false; responseStream: true }
    ? ServerStreamHandler<RequestOf<Method>, ResponseOf<Method>>
    : Method extends { requestStream: true; responseStream: false }
      ? ClientStreamHandler<RequestOf<Method>, ResponseOf<Method>>
      : TwoWayHandler<RequestOf<Method>, ResponseOf<Method>>;

/** A handler for every method of a service. Handlers throw PolymathErrors, also while their streams are read. */
export type Handlers<Definition> = {
  readonly [Name in keyof Definition]: Handler<Definition[Name]>;
};

/** A service and what answers it, for `startServer`. */
export interface Service {
  /** E.g. `polymath.jobs.v1.JobService`. */
  readonly name: string;
  readonly definition: ServiceDefinition;
  readonly handlers: Readonly<Record<string, unknown>>;
}

/** Binds handlers to a generated service definition, e.g. `service(JobServiceService, { getJob, ... })`. */
export function service<Definition extends ServiceDefinition>(
  definition: Definition,
  handlers: Handlers<Definition>,
): Service {
  return { name: nameOf(definition), definition, handlers };
}

/** The full name of a service, out of the path of its methods. */
export function nameOf(definition: ServiceDefinition): string {
  return Object.values(definition)[0]?.path.split('/')[1] ?? '';
}
