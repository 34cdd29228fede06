import { setTimeout as delay } from 'node:timers/promises';
import { TrainClassifierRequest } from '@polymath/contracts/polymath/compression/v1/compression';
import { Architecture } from '@polymath/contracts/polymath/compression/v1/network';
import { ListModelsRequest } from '@polymath/contracts/polymath/models/v1/models';
import { connectClients, startArea, succeeded, type Clients } from '@polymath/e2e';
import { connectEvents, defaultConnectionSettings } from '@polymath/events';
import { allJobs } from '../made-jobs.js';
import type { Stage } from '../stage/stage.js';
import { garbage } from './nats-garbage.js';
import { idleLoad, linesOf, watch } from './watched.js';

/** Publishes garbage wherever the services listen while real jobs run; tells what came to harm. */
export async function strangersOnNats(
  stage: Stage,
  log: (line: string) => void,
): Promise<string[]> {
  const { services, nats } = stage;
  const logFile = stage.logFile('compression');
  const world = stage.worlds.find(({ name }) => name === 'compression')!;
  const clients = world.clients as Clients;
  const faults: string[] = [];
  const attempt = async (what: string, action: () => Promise<unknown>) => {
    await action().catch((error: unknown) => faults.push(`${what}: ${String(error)}`));
  };
  const train = async (epochs: number) => {
    const architecture = Architecture.ARCHITECTURE_LENET5;
    const data = { architecture, training: world.inputs.images, epochs, batchSize: 8 };
    return (await clients.compression.trainClassifier(TrainClassifierRequest.fromPartial(data)))
      .job!;
  };
  const settings = { ...defaultConnectionSettings, url: nats.url, name: 'stranger' };
  const stranger = await connectEvents(settings);
  const before = linesOf(logFile).length;
  const running = await train(300);
  for await (const { event } of clients.jobs.watchJob({ jobId: running.id, resumeToken: '' })) {
    if (event?.event?.$case === 'progress') break;
  }
  const messages = garbage(world.jobs.succeeded, running.id);
  for (const { subject, payload } of messages) stranger.nats.publish(subject, payload);
  await stranger.nats.flush();
  const during = await train(2);
  await attempt('the job that ran', () => succeeded(clients, running));
  await attempt('the job that waited', () => succeeded(clients, during));
  await attempt('a watch', () => succeeded(clients, { ...during, id: world.jobs.succeeded }));
  await attempt('a list of jobs', () => allJobs(world));
  await attempt('a list of models', () =>
    clients.models.listModels(ListModelsRequest.fromPartial({})),
  );
  for (const jobId of ['undecodable', 'unknownstate', 'later', 'otherid', 'forsaken']) {
    await notInternal(faults, `GetJob ${jobId}`, () => clients.jobs.getJob({ jobId }));
    await notInternal(faults, `ExplainJob ${jobId}`, () => clients.jobs.explainJob({ jobId }));
    await notInternal(faults, `CancelJob ${jobId}`, () => clients.jobs.cancelJob({ jobId }));
  }
  await notInternal(faults, 'ExplainJob', () => clients.jobs.explainJob({ jobId: running.id }));
  for (const name of ['undecodable', 'served2', 'later', 'nosignature']) {
    await notInternal(faults, `GetModel ${name}`, () => clients.models.getModel({ name }));
    await notInternal(faults, `ModelMetadata ${name}`, () => clients.inference.modelMetadata({ name, version: '' })); // prettier-ignore
    await notInternal(faults, `ModelInfer ${name}`, () => clients.inference.modelInfer({ modelName: name, modelVersion: '', id: '', parameters: {}, inputs: [], outputs: [], rawInputContents: [] })); // prettier-ignore
  }
  await attempt('a job afterwards', async () => succeeded(clients, await train(1)));
  await delay(2000);
  const { lines, load } = await watch(services.compression.pid, logFile);
  const told = linesOf(logFile).slice(before).filter(isWarning);
  log(`strangers on NATS: ${messages.length} messages, ${told.length} warnings, then ${lines.length} lines in 5 s, load ${load.toFixed(2)}`); // prettier-ignore
  if (told.length > messages.length) faults.push(`${told.length} warnings of ${messages.length} messages, e.g. ${told.at(-1)!.slice(0, 400)}`); // prettier-ignore
  if (lines.length > 1) faults.push(`${lines.length} lines in 5 s, e.g. ${lines.at(-1)!.slice(0, 400)}`); // prettier-ignore
  if (load > idleLoad) faults.push(`a load of ${load.toFixed(2)} although nothing is to be done`);
  await attempt('a start with all that', () => restart(stage));
  await stranger.close();
  return faults.map((fault) => `strangers on NATS: ${fault}`);
}

/** Starts one more service on the same data, and asks it. */
async function restart({ nats, folder }: Stage): Promise<void> {
  const settings = { natsUrl: nats.url, dataDir: `${folder}/data` };
  const service = await startArea('compression', settings);
  const clients = connectClients(service.address);
  try {
    await allJobs({ clients });
    await clients.models.listModels(ListModelsRequest.fromPartial({}));
  } finally {
    clients.close();
    await service.terminate();
  }
}

const isWarning = (line: string) => (JSON.parse(line) as { level: number }).level >= 40;

async function notInternal(faults: string[], what: string, call: () => Promise<unknown>) {
  await call().catch((error: unknown) => {
    const { kind, message } = error as { kind?: string; message?: string };
    if (kind === 'internal' || kind === undefined) faults.push(`${what}: ${message ?? ''}`);
  });
}
