import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePorts } from './free-ports.js';
import { startServer, type NatsServer } from './nats-server.js';

/** A JetStream cluster of a test's own, on loopback. */
export interface NatsClusterFixture {
  readonly servers: readonly NatsServer[];
  /** Where their data lie. */
  readonly folder: string;
  /**
   * The place in `servers` of the one that leads: the whole of JetStream, or one stream. Undefined while there is none, or
   * nobody knows.
   */
  leader(stream?: string): Promise<number | undefined>;
  /** Ends the servers and removes their data. */
  close(): Promise<void>;
}

/** How long one server may take to say who leads, and the pause between two questions, in milliseconds. */
const answerMs = 1000;
const askAgainMs = 100;

/** Starts a cluster, by default of three servers, and waits until one leads. Clients learn only the addresses that they are given. */
export async function startNatsCluster(size = 3): Promise<NatsClusterFixture> {
  const folder = mkdtempSync(join(tmpdir(), 'polymath-nats-'));
  const ports = await freePorts(2 * size);
  const [routes, monitors] = [ports.slice(0, size), ports.slice(size)];
  const all = routes.map((port) => `nats://127.0.0.1:${port}`);
  const servers = await Promise.all(
    all.map((route, i) =>
      startServer([
        ...['--jetstream', '--store_dir', join(folder, `${i}`), '--server_name', `${i}`],
        ...['--cluster_name', 'test', '--cluster', route, '--routes', all.join(',')],
        ...['--no_advertise', '--http_port', `${monitors[i]!}`],
      ]),
    ),
  );
  const leader = async (stream?: string) => {
    const answers = await Promise.all(monitors.map((port) => leadersKnownTo(port)));
    const name = answers.map((known) => known?.(stream)).find(Boolean);
    return name ? Number(name) : undefined;
  };
  while ((await leader()) === undefined) await delay(askAgainMs);
  return {
    servers,
    folder,
    leader,
    close: async () => {
      await Promise.all(servers.map((server) => server.kill()));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The part of a server's answer that says who leads. */
interface Jsz {
  meta_cluster?: { leader?: string };
  account_details?: { stream_detail?: { name: string; cluster?: { leader?: string } }[] }[];
}

/** Who leads, by name, as far as one server knows; undefined when it does not answer. */
async function leadersKnownTo(monitor: number) {
  try {
    const signal = AbortSignal.timeout(answerMs);
    const answer = await fetch(`http://127.0.0.1:${monitor}/jsz?streams=true`, { signal });
    const { meta_cluster: meta, account_details: accounts = [] } = (await answer.json()) as Jsz;
    const streams = accounts.flatMap(({ stream_detail: details = [] }) => details);
    return (stream?: string) => {
      if (stream === undefined) return meta?.leader;
      return streams.find(({ name }) => name === stream)?.cluster?.leader;
    };
  } catch {
    // Killed, frozen or only just starting.
    return undefined;
  }
}
