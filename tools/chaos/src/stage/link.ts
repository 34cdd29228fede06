import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** The way from a client to a server, on loopback, which can be cut. */
export interface Link {
  readonly port: number;
  /** Drops all connections and refuses new ones. */
  cut(): void;
  /** Takes connections again, on the same port. */
  mend(): Promise<void>;
  close(): void;
}

/** Opens a way to a port. */
export async function openLink(target: number): Promise<Link> {
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(target, '127.0.0.1');
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(from);
      from.setNoDelay();
      from.pipe(to);
      // A reset needs no more than its consequence: the other side is gone too.
      from.on('error', () => undefined);
      from.on('close', () => {
        sockets.delete(from);
        to.destroy();
      });
    }
  });
  const listen = async (port: number) => {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
  };
  await listen(0);
  const { port } = server.address() as AddressInfo;
  const cut = () => {
    server.close();
    for (const socket of sockets) socket.destroy();
  };
  return { port, cut, mend: () => listen(port), close: cut };
}
