import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startService, type ServiceProcess } from '@polymath/e2e';
import { connectEvents, defaultConnectionSettings, type EventsConnection } from '@polymath/events';
import { startNats } from '@polymath/testing';

/** NATS with compression services on it, processes all of them, with data of their own. */
export interface Stage {
  readonly natsUrl: string;
  /** The bench's own connection. */
  readonly connection: EventsConnection;
  readonly dataDir: string;
  /** Starts a service more. */
  start(): Promise<ServiceProcess>;
  /** Ends everything and removes the data. */
  close(): Promise<void>;
}

/** Starts NATS alone; the data lie in the folder of temporary files (`TMPDIR`). */
export async function openStage(): Promise<Stage> {
  const dataDir = mkdtempSync(join(tmpdir(), 'polymath-bench-'));
  const nats = await startNats();
  const connection = await connectEvents({
    ...{ ...defaultConnectionSettings, url: nats.url, name: 'bench' },
  });
  const services: ServiceProcess[] = [];
  const start = async () => {
    const service = await startService({ natsUrl: nats.url, dataDir, logLevel: 'info' });
    services.push(service);
    return service;
  };
  return {
    ...{ natsUrl: nats.url, connection, dataDir, start },
    close: async () => {
      for (const service of services) service.close();
      // Thousands of jobs may be in the queue: nothing of them is wanted.
      await Promise.all(services.map((service) => service.kill()));
      await connection.close();
      await nats.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** Opens a stage with one service for the time of some work. */
export async function onStage<Result>(
  work: (stage: Stage, service: ServiceProcess) => Promise<Result>,
): Promise<Result> {
  const stage = await openStage();
  try {
    return await work(stage, await stage.start());
  } finally {
    await stage.close();
  }
}
