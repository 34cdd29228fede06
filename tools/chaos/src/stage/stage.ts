import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectEvents, defaultConnectionSettings } from '@polymath/events';
import type { History } from '../history/history.js';
import { startBroker, type Broker } from './broker.js';
import { collectHistory } from './collect-history.js';
import { openLink } from './link.js';
import { Seat } from './seat.js';
import { maxAttempts, serviceTimes } from './times.js';
import { startWitness, type Witness } from './witness.js';

/** Everything that a run happens on: NATS, services, and somebody who watches. */
export interface Stage {
  readonly broker: Broker;
  readonly seats: readonly Seat[];
  readonly witness: Witness;
  /** Where logs and data lie. */
  readonly folder: string;
  /** Lets all services end in order, then reads what the run has left. */
  history(accepted: History['accepted']): Promise<History>;
  /** Ends everything. @param keep leaves the logs and data */
  close(keep: boolean): Promise<void>;
}

/** Starts NATS and services with data of their own. */
export async function openStage(options: { cluster: boolean; services: number }): Promise<Stage> {
  const folder = mkdtempSync(join(tmpdir(), 'polymath-chaos-'));
  const broker = await startBroker(options.cluster);
  const seats = await Promise.all(
    Array.from({ length: options.services }, (_, i) =>
      openSeat(broker, folder, `service ${i + 1}`),
    ),
  );
  await Promise.all(seats.map((seat) => seat.whenUp()));
  const connection = await connectEvents({
    ...defaultConnectionSettings,
    ...{ url: broker.servers.map(({ url }) => url).join(','), name: 'chaos' },
  });
  const witness = startWitness(connection);
  const { replicas } = broker;
  return {
    ...{ broker, seats, witness, folder },
    history: async (accepted) => {
      await Promise.all(seats.map((seat) => seat.close()));
      const artifacts = join(folder, 'data', 'artifacts');
      return collectHistory({ connection, replicas, artifacts, accepted });
    },
    close: async (keep) => {
      await witness.close();
      await connection.close();
      for (const { links } of seats) for (const link of links) link.close();
      await broker.close();
      if (!keep) rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function openSeat(broker: Broker, folder: string, name: string): Promise<Seat> {
  const links = await Promise.all(
    broker.servers.map(({ url }) => openLink(Number(new URL(url).port))),
  );
  const logs = join(folder, 'logs');
  mkdirSync(logs, { recursive: true });
  const settings = {
    ...serviceTimes,
    maxAttempts,
    replicas: String(broker.replicas),
    natsUrl: links.map(({ port }) => `nats://127.0.0.1:${port}`).join(','),
    dataDir: join(folder, 'data'),
  };
  return new Seat({ name, settings, links, logFile: join(logs, `${name}.log`) });
}
