import { createWriteStream, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Client, credentials } from '@grpc/grpc-js';
import { connectClients, connectDiagnosis, enginesOf, startArea, type AreaProcess, type SharedClients } from '@polymath/e2e'; // prettier-ignore
import { startNats, type NatsFixture } from '@polymath/testing';
import { model, prepareCompression, prepareDiagnosis } from './prepare.js';
import { areas, type AreaName, type AreaWorld, type Inputs } from './world.js';

/** NATS, a service of each area as a process, and what valid requests need. */
export interface Stage {
  nats: NatsFixture;
  services: Readonly<Record<AreaName, AreaProcess>>;
  /** The engine processes that each has from its start on, for calls: no request may end them. */
  engines: Readonly<Record<AreaName, readonly number[]>>;
  worlds: readonly AreaWorld[];
  /** Where data and logs lie; `probes` is for the probe, `data/artifacts` the store. */
  folder: string;
  /** The file of a service's log. */
  logFile(area: AreaName): string;
  /** Ends everything. @param keep leaves the logs and data */
  close(keep: boolean): Promise<void>;
}

const probe = pathToFileURL(fileURLToPath(new URL('../../probe.mjs', import.meta.url))).href;

/** Starts it all and runs the jobs whose results valid requests name. */
export async function openStage(): Promise<Stage> {
  const folder = mkdtempSync(join(tmpdir(), 'polymath-fuzz-'));
  const nats = await startNats();
  for (const name of ['logs', 'probes']) mkdirSync(join(folder, name));
  process.env['POLYMATH_PROBE_DIR'] = join(folder, 'probes');
  const logFile = (area: AreaName) => join(folder, 'logs', `${area}.log`);
  const start = (area: AreaName) => startProbed(area, { folder, natsUrl: nats.url, logFile });
  const [compression, diagnosis] = await Promise.all([start('compression'), start('diagnosis')]);
  const services = { compression, diagnosis };
  const engines = { compression: enginesOf(compression.pid), diagnosis: enginesOf(diagnosis.pid) };
  const clients = {
    compression: connectClients(compression.address),
    diagnosis: connectDiagnosis(diagnosis.address),
  };
  const prepared = {
    compression: await prepareCompression(clients.compression),
    diagnosis: await prepareDiagnosis(clients.diagnosis),
  };
  const inputs = { ...prepared.compression.inputs, ...prepared.diagnosis.inputs } as Inputs;
  const worlds = areas.map((name): AreaWorld => {
    const { address } = services[name];
    const channel = new Client(address, credentials.createInsecure(), channelOptions);
    const { jobs, file } = prepared[name];
    const shared: SharedClients = clients[name];
    const own = { name, target: { address, channel }, clients: shared, inputs, jobs, file, model };
    return { ...own, words: words(inputs, Object.values(prepared)) };
  });
  return {
    ...{ nats, services, engines, worlds, folder, logFile },
    close: async (keep) => {
      for (const { target, clients: shared } of worlds) {
        target.channel.close();
        shared.close();
      }
      await Promise.all(Object.values(services).map((service) => service.terminate()));
      await nats.close();
      if (!keep) rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** As large as an answer or a request can be, and beyond. */
const channelOptions = {
  'grpc.max_receive_message_length': -1,
  'grpc.max_send_message_length': -1,
  'grpc.enable_http_proxy': 0,
};

function startProbed(
  area: AreaName,
  { folder, natsUrl, logFile }: { folder: string; natsUrl: string; logFile: Stage['logFile'] },
): Promise<AreaProcess> {
  const before = process.env['NODE_OPTIONS'];
  process.env['NODE_OPTIONS'] = `${before ?? ''} --import=${probe}`;
  const settings = { natsUrl, dataDir: join(folder, 'data'), sweepMs: '1000', collectMs: '2000' };
  try {
    return startArea(area, settings, createWriteStream(logFile(area), { flags: 'a' }));
  } finally {
    if (before === undefined) delete process.env['NODE_OPTIONS'];
    else process.env['NODE_OPTIONS'] = before;
  }
}

/** Everything that is right somewhere: ids of jobs and digests of every kind of artifact. */
function words(inputs: Inputs, prepared: readonly Pick<AreaWorld, 'jobs'>[]): string[] {
  const { images, recordings, ...artifacts } = inputs;
  const digests = [
    ...[images.images, images.labels, ...Object.values(artifacts)].map((one) => one?.sha256 ?? ''),
    ...recordings.map(({ recording }) => recording?.file?.sha256 ?? ''),
  ];
  const ids = prepared.flatMap(({ jobs }) => Object.values(jobs));
  return [...ids, ...digests, digests[0]!.toUpperCase(), 'ab'.repeat(32), '1', 'conv1', 'fc3'];
}
