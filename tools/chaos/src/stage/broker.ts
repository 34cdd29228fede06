import { eventsStream } from '@polymath/events';
import { startNats, startNatsCluster, type NatsServer } from '@polymath/testing';

/** NATS as a run has it: one server, or a cluster. */
export interface Broker {
  readonly servers: readonly NatsServer[];
  /** Where their data lie. */
  readonly folder: string;
  /** Copies of everything. */
  readonly replicas: number;
  /** Whether a fault is at work here. */
  isBusy: boolean;
  /** One to be killed: in a cluster the leader of JetStream or of the events, in turn. */
  victim(choice: number): Promise<NatsServer>;
  close(): Promise<void>;
}

/** Starts NATS. */
export async function startBroker(cluster: boolean): Promise<Broker> {
  if (!cluster) {
    const server = await startNats();
    const victim = () => Promise.resolve(server);
    const { folder } = server;
    const close = () => server.close();
    return { servers: [server], folder, replicas: 1, isBusy: false, victim, close };
  }
  const fixture = await startNatsCluster();
  const { servers, folder } = fixture;
  return {
    ...{ servers, folder, replicas: servers.length, isBusy: false },
    close: () => fixture.close(),
    victim: async (choice) => {
      const place = await fixture.leader(choice % 2 === 0 ? undefined : eventsStream);
      return servers[place ?? choice % servers.length]!;
    },
  };
}
