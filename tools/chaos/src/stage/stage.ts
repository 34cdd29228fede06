import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectEvents, defaultConnectionSettings, type EventsConnection } from '@polymath/events';
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
  /** The data of all services, in that folder. */
  readonly dataDir: string;
  readonly connection: EventsConnection;
  /** Lets all services end in order, then reads what the run has left. */
  history(accepted: History['accepted']): Promise<History>;
  /** Ends everything. @param keep leaves the logs and data */
  close(keep: boolean): Promise<void>;
}

/** What is on a stage. */
export interface StageOptions {
  /** Three nats-servers instead of one. */
  cluster: boolean;
  services: number;
  /** Of the services, beside {@link serviceTimes}. */
  settings?: Readonly<Record<string, string>>;
}

/** Starts NATS and services with data of their own. */
export async function openStage(options: StageOptions): Promise<Stage> {
  const folder = mkdtempSync(join(tmpdir(), 'polymath-chaos-'));
  const broker = await startBroker(options.cluster);
  const seats = await Promise.all(
    Array.from({ length: options.services }, (_, i) =>
      openSeat({ broker, folder, settings: options.settings }, `service ${i + 1}`),
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
    ...{ broker, seats, witness, folder, dataDir: dataIn(folder), connection },
    history: async (accepted) => {
      await Promise.all(seats.map((seat) => seat.close()));
      const artifacts = join(dataIn(folder), 'artifacts');
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

function dataIn(folder: string): string {
  return join(folder, 'data');
}

interface Surroundings {
  broker: Broker;
  folder: string;
  settings: StageOptions['settings'];
}

async function openSeat(
  { broker, folder, settings: own }: Surroundings,
  name: string,
): Promise<Seat> {
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
    dataDir: dataIn(folder),
    ...own,
  };
  return new Seat({ name, settings, links, logFile: join(logs, `${name}.log`) });
}
