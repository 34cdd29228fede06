import { ServerCredentials, type Server, type UntypedServiceImplementation } from '@grpc/grpc-js';
import { PolymathError } from '@polymath/errors';
import { HealthImplementation } from 'grpc-health-check';
import { adaptHandler, type ServerParts } from './adapt-handler.js';
import { guardForeign } from './foreign-services.js';
import { ForeignStreams } from './foreign-streams.js';
import { StreamLimit, type OpenStreams } from './limit-streams.js';
import { defaultMaxOpenStreams } from './limits.js';
import type { Logger } from './logger.js';
import { observeCalls, type CallObserver } from './observe-calls.js';
import { OpenCalls } from './open-calls.js';
import { createServer, listeningOf, widenConnections } from './receive-window.js';
import { addReflection } from './reflection.js';
import { refuseCompression } from './refuse-compression.js';
import type { Service } from './service.js';
import { toleratingBytes } from './unreadable-request.js';

/** What a server serves, and where. */
export interface ServerOptions {
  /** `host:port`; port 0 takes a free one. */
  address: string;
  services: readonly Service[];
  log: Logger;
  /** Hears of every call. */
  observer?: CallObserver;
  /** How long `close` waits for calls that are being answered; 25 s unless given. */
  drainMs?: number;
  /** How many streams of one method may be open; 2,000 unless given. A further one is resource-exhausted. */
  maxOpenStreams?: number;
}

/** A server that accepts calls. */
export interface RunningServer {
  readonly port: number;
  /** The streams that are open, and the most of one method that may be. */
  readonly streams: { readonly most: number; counts(): readonly OpenStreams[] };
  /** Tells health checks whether to send calls here; a server begins as serving. */
  setServing(serving: boolean): void;
  /**
   * Takes no new calls, ends streams with `unavailable` and a time to repeat, lets other calls finish, closes all
   * connections.
   */
  close(): Promise<void>;
}

// For the errors that end the calls which took too long.
const flushMs = 500;

/**
 * Serves services together with grpc.health.v1 and reflection, without TLS.
 * @throws failed-precondition when it cannot listen at the address
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { address, services, log, drainMs = 25_000 } = options;
  const { observer = () => () => undefined, maxOpenStreams = defaultMaxOpenStreams } = options;
  const names = services.map(({ name }) => name);
  const server = createServer([guardForeign(names)]);
  const calls = new OpenCalls();
  const streams = new StreamLimit(maxOpenStreams);
  for (const service of services) {
    server.addService(
      toleratingBytes(service.definition),
      implement(service, { calls, log }, streams, observer),
    );
  }
  const health = new HealthImplementation();
  const setServing = (serving: boolean) => {
    for (const name of ['', ...names]) health.setStatus(name, serving ? 'SERVING' : 'NOT_SERVING');
  };
  setServing(true);
  const foreign = new ForeignStreams(server, streams);
  health.addToServer(foreign);
  addReflection(foreign, names);
  const port = await listen(server, address);
  widenConnections(server);
  for (const listening of listeningOf(server)) refuseCompression(listening);
  const close = () => {
    setServing(false);
    return drain(server, [calls, foreign], drainMs);
  };
  return { port, streams, setServing, close };
}

function implement(
  { definition, handlers }: Service,
  parts: ServerParts,
  streams: StreamLimit,
  observer: CallObserver,
) {
  const adapted: UntypedServiceImplementation = {};
  for (const [name, method] of Object.entries(definition)) {
    const adaptedHandler = adaptHandler(method, handlers[name], parts);
    const isStream = method.requestStream || method.responseStream;
    const limited = isStream ? streams.wrap(method.path, adaptedHandler) : adaptedHandler;
    adapted[name] = observeCalls(method.path, limited, observer);
  }
  return adapted;
}

function listen(server: Server, address: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.bindAsync(address, ServerCredentials.createInsecure(), (cause, port) => {
      if (!cause) {
        resolve(port);
        return;
      }
      const message = `cannot listen on ${address}: ${cause.message}`;
      reject(new PolymathError('failed-precondition', message, { cause }));
    });
  });
}

async function drain(
  server: Server,
  [calls, foreign]: [OpenCalls, ForeignStreams],
  drainMs: number,
): Promise<void> {
  // All connections are: so calls count that are still arriving.
  const closed = new Promise<void>((resolve) => server.tryShutdown(() => resolve()));
  const reason = new PolymathError('unavailable', 'the service is shutting down', {
    retryAfterMs: 1000,
  });
  calls.abort('streams', reason);
  foreign.end(reason);
  await within(closed, drainMs);
  calls.abort('all', reason);
  await within(closed, flushMs);
  server.forceShutdown();
}

/** Waits for something, at most for a time. */
async function within(event: Promise<void>, timeoutMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, timeoutMs)));
  await Promise.race([event, late]);
  clearTimeout(timer);
}
