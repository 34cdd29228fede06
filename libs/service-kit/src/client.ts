import {
  Client as GrpcClient,
  credentials,
  type MethodDefinition,
  type ServiceDefinition,
} from '@grpc/grpc-js';
import {
  callClientStream,
  callServerStream,
  callTwoWay,
  callUnary,
  type CallOptions,
} from './call-method.js';
import { channelOptions } from './limits.js';
import { traceCalls } from './trace-calls.js';
import type { RequestOf, ResponseOf } from './service.js';

/** How a client calls a method, by whether its requests and its responses are streams. */
export type ClientMethod<Method> = Method extends { requestStream: false; responseStream: false }
  ? (request: RequestOf<Method>, options?: CallOptions) => Promise<ResponseOf<Method>>
  : Method extends { requestStream: false; responseStream: true }
    ? (request: RequestOf<Method>, options?: CallOptions) => AsyncGenerator<ResponseOf<Method>>
    : Method extends { requestStream: true; responseStream: false }
      ? (
          requests: AsyncIterable<RequestOf<Method>>,
          options?: CallOptions,
        ) => Promise<ResponseOf<Method>>
      : (
          requests: AsyncIterable<RequestOf<Method>>,
          options?: CallOptions,
        ) => AsyncGenerator<ResponseOf<Method>>;

/** The methods of a service, called over the network; they throw the PolymathErrors of the service. */
export type Client<Definition> = {
  readonly [Name in keyof Definition]: ClientMethod<Definition[Name]>;
} & { close(): void };

/**
 * A client of a service, e.g. `connect('127.0.0.1:7600', JobServiceService)`. Connects at the first call; clients of one
 * address share a connection.
 * @param address `host:port`, without TLS
 */
export function connect<Definition extends ServiceDefinition>(
  address: string,
  definition: Definition,
): Client<Definition> {
  const channel = new GrpcClient(address, credentials.createInsecure(), {
    ...channelOptions,
    interceptors: [traceCalls],
    // A proxy for the web is not on the way to our own services.
    'grpc.enable_http_proxy': 0,
    'grpc.initial_reconnect_backoff_ms': 200,
    'grpc.max_reconnect_backoff_ms': 5000,
  });
  const methods: Record<string, unknown> = { close: () => channel.close() };
  for (const [name, method] of Object.entries(definition)) {
    methods[name] = bind(channel, method as MethodDefinition<unknown, unknown>, address);
  }
  return methods as Client<Definition>;
}

function bind(channel: GrpcClient, method: MethodDefinition<unknown, unknown>, address: string) {
  const target = { channel, method, address };
  if (method.requestStream)
    return method.responseStream ? callTwoWay(target) : callClientStream(target);
  return method.responseStream ? callServerStream(target) : callUnary(target);
}
