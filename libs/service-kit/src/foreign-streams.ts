import type {
  Server,
  ServerWritableStream,
  ServiceDefinition,
  UntypedHandleCall,
  UntypedServiceImplementation,
} from '@grpc/grpc-js';
import type { PolymathError } from '@polymath/errors';
import { toStatus } from './error-to-status.js';
import type { StreamLimit } from './limit-streams.js';
import { toleratingBytes } from './unreadable-request.js';

type ResponseStream = ServerWritableStream<unknown, unknown>;

/** The streams of services that others have written, health and reflection, so that a closing server can end them; they are limited as ours are. */
export class ForeignStreams {
  private readonly open = new Set<ResponseStream>();

  constructor(
    private readonly server: Server,
    private readonly limit: StreamLimit,
  ) {}

  /** Takes the place of a server where such a service adds itself; bytes that are no message reach the server's interceptors. */
  addService(definition: ServiceDefinition, implementation: UntypedServiceImplementation): void {
    const watched: UntypedServiceImplementation = {};
    for (const [name, handle] of Object.entries(implementation)) {
      const method =
        definition[name] ??
        Object.values(definition).find(({ originalName }) => originalName === name);
      watched[name] = method?.responseStream
        ? this.watch(this.limit.wrap(method.path, handle))
        : handle;
    }
    this.server.addService(toleratingBytes(definition), watched);
  }

  /** Ends them all with an error. */
  end(reason: PolymathError): void {
    for (const call of this.open) call.emit('error', toStatus(reason));
  }

  private watch(handle: UntypedHandleCall): UntypedHandleCall {
    return (call: ResponseStream) => {
      this.open.add(call);
      const forget = () => this.open.delete(call);
      call.on('cancelled', forget).on('finish', forget).on('error', forget);
      (handle as (call: ResponseStream) => void)(call);
    };
  }
}
