import {
  fromBinary,
  toBinary,
  type DescMessage,
  type DescMethod,
  type DescService,
  type MessageShape,
} from '@bufbuild/protobuf';
import type { MethodDefinition, ServiceDefinition } from '@grpc/grpc-js';
import { connect, type CallOptions } from '@polymath/service-kit';

type Message = MessageShape<DescMessage>;

/** Calls the methods of a service that is known by its descriptor alone. */
export interface AreaClient {
  call(method: DescMethod, request: Message, options?: CallOptions): Promise<Message>;
  stream(method: DescMethod, request: Message, options?: CallOptions): AsyncIterable<Message>;
  close(): void;
}

/** A client of a service at an address. */
export function areaClient(address: string, service: DescService): AreaClient {
  const methods = service.methods.map((method) => [method.localName, define(method)] as const);
  const client = connect(address, Object.fromEntries(methods) as ServiceDefinition);
  const functions = client as unknown as Record<string, (...args: unknown[]) => unknown>;
  return {
    call: (method, request, options) =>
      functions[method.localName]!(request, options) as Promise<Message>,
    stream: (method, request, options) =>
      functions[method.localName]!(request, options) as AsyncIterable<Message>,
    close: () => client.close(),
  };
}

function define(method: DescMethod): MethodDefinition<Message, Message> {
  const { input, output } = method;
  return {
    path: `/${method.parent.typeName}/${method.name}`,
    requestStream: ['client_streaming', 'bidi_streaming'].includes(method.methodKind),
    responseStream: ['server_streaming', 'bidi_streaming'].includes(method.methodKind),
    requestSerialize: (value) => Buffer.from(toBinary(input, value)),
    requestDeserialize: (bytes) => fromBinary(input, bytes),
    responseSerialize: (value) => Buffer.from(toBinary(output, value)),
    responseDeserialize: (bytes) => fromBinary(output, bytes),
  };
}
