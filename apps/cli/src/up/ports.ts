import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';
import { PolymathError } from '@polymath/errors';

const loopback = '127.0.0.1';

/** A port of the loopback that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, loopback);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** What is about to be started, and how to put it elsewhere. */
export interface PortUse {
  readonly host?: string;
  readonly port: number;
  /** E.g. `nats-server`. */
  readonly what: string;
  /** E.g. `choose another port with --nats-port`. */
  readonly mend: string;
}

/**
 * Makes sure that nobody listens at a port: we start our own and never take over a stranger's.
 * @throws failed-precondition saying who is there and what to do
 */
export async function requireFree({ host = loopback, port, what, mend }: PortUse): Promise<void> {
  if (await isFree(host, port)) return;
  const who = await whoListens(host, port);
  const message = `${host}:${port}, where ${what} would listen, is in use by ${who}: ${mend}`;
  throw new PolymathError('failed-precondition', message);
}

async function isFree(host: string, port: number): Promise<boolean> {
  const server = createServer().listen(port, host);
  try {
    await once(server, 'listening');
  } catch {
    return false;
  }
  server.close();
  await once(server, 'close');
  return true;
}

async function whoListens(host: string, port: number): Promise<string> {
  const info = await natsGreeting(host, port, 500).catch(() => undefined);
  if (!info) return 'another program';
  return `another nats-server (${info.server_name}, version ${info.version})`;
}

/** What a nats-server says of itself to whoever connects. */
export interface NatsInfo {
  readonly server_name: string;
  readonly version: string;
}

/** The greeting of the nats-server at a port; rejects when nobody, or somebody else, is there. */
export async function natsGreeting(
  host: string,
  port: number,
  timeoutMs: number,
): Promise<NatsInfo> {
  const socket = connect({ host, port });
  try {
    const signal = AbortSignal.timeout(timeoutMs);
    const [first] = (await once(socket, 'data', { signal })) as [Buffer];
    const json = /^INFO (\{.*\})/.exec(first.toString())?.[1];
    if (json === undefined) throw new PolymathError('unavailable', 'expected a nats-server');
    return JSON.parse(json) as NatsInfo;
  } finally {
    socket.destroy();
  }
}
