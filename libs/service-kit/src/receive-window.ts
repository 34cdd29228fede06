import type { Http2Server, ServerHttp2Session, ServerOptions } from 'node:http2';
import { Server, type ServerInterceptor } from '@grpc/grpc-js';
import { channelOptions, windowBytes } from './limits.js';

/** What a server of grpc-js has inside, as of the pinned version; the test beside this notices when that changes. */
interface Inside {
  readonly commonServerOptions: ServerOptions;
  readonly http2Servers: ReadonlyMap<Http2Server, unknown>;
}

/**
 * A server whose clients may send so much before it says that it has read: with HTTP/2's usual 64 KiB for all calls of a connection
 * together, larger requests wait for that at every step. grpc-js has an option for it, which only its client heeds.
 */
export function createServer(interceptors: ServerInterceptor[]): Server {
  // Channelz counts every message, and nobody reads it: `/metrics` tells more.
  const server = new Server({ ...channelOptions, interceptors, 'grpc.enable_channelz': 0 });
  const { commonServerOptions } = inside(server);
  commonServerOptions.settings = {
    ...commonServerOptions.settings,
    initialWindowSize: windowBytes,
  };
  return server;
}

/** Widens the window of whole connections too, those to come: call it once the server is bound. */
export function widenConnections(server: Server): void {
  for (const listening of listeningOf(server)) {
    listening.on('session', (session: ServerHttp2Session) =>
      session.setLocalWindowSize(windowBytes),
    );
  }
}

/** What listens at the server's addresses, once it is bound. */
export function listeningOf(server: Server): Iterable<Http2Server> {
  return inside(server).http2Servers.keys();
}

function inside(server: Server): Inside {
  return server as unknown as Inside;
}
