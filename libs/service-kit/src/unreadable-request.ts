import type { ServiceDefinition } from '@grpc/grpc-js';
import { PolymathError } from '@polymath/errors';

/** Stands for a request whose bytes are no message: grpc-js itself would tell the client nothing but INTERNAL. */
class UnreadableRequest {
  constructor(readonly cause: unknown) {}
}

/** The same methods, but bytes that are no message reach their handlers, for {@link readable} to refuse. */
export function toleratingBytes(definition: ServiceDefinition): ServiceDefinition {
  const methods = Object.entries(definition).map(([name, method]) => {
    const requestDeserialize = (bytes: Buffer): unknown => {
      try {
        return method.requestDeserialize(bytes);
      } catch (cause) {
        return new UnreadableRequest(cause);
      }
    };
    return [name, { ...method, requestDeserialize }];
  });
  return Object.fromEntries(methods) as ServiceDefinition;
}

/** The request. @throws invalid-input when its bytes were no message */
export function readable(request: unknown): unknown {
  const error = unreadable(request);
  if (error) throw error;
  return request;
}

/** The error to answer a request with whose bytes were no message; undefined for any other. */
export function unreadable(request: unknown): PolymathError | undefined {
  if (!(request instanceof UnreadableRequest)) return undefined;
  const message = 'the request is no message of its type';
  return new PolymathError('invalid-input', message, { cause: request.cause });
}
