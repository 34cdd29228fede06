import { eventsStream } from '@polymath/events';
import { startNats, startNatsCluster, type NatsServer } from '@polymath/testing';

/** NATS as a run has it: one server, or a cluster. */
export interface Broker {
  readonly servers: readonly NatsServer[];
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
    return { servers: [server], replicas: 1, isBusy: false, victim, close: () => server.close() };
  }
  const fixture = await startNatsCluster();
  const { servers } = fixture;
  return {
    ...{ servers, replicas: servers.length, isBusy: false },
    close: () => fixture.close(),
    victim: async (choice) => {
      const place = await fixture.leader(choice % 2 === 0 ? undefined : eventsStream);
      return servers[place ?? choice % servers.length]!;
    },
  };
}
