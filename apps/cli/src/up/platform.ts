import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { PolymathError } from '@polymath/errors';
import { areas as allAreas, type Area } from '../areas.js';
import { startChild, type Child, type Program } from './child.js';
import { lastLines } from './log-lines.js';
import { startNats } from './nats-server.js';
import { readRunFile, removeRunFile, writeRunFile, type RunFile } from './run-file.js';
import { startService, type StartedService } from './service.js';
import { supervise, type Supervised } from './supervise.js';

/** What to start, and where. */
export interface PlatformOptions {
  /** Data, logs and `run.json`; made if missing. */
  readonly dataDir: string;
  /** All areas unless given. */
  readonly areas?: readonly Area[];
  /** Where our nats-server listens; not used with `natsUrl`. */
  readonly natsPort: number;
  /** A nats-server that runs already, to use on purpose. */
  readonly natsUrl?: string | undefined;
  readonly addressOf: (area: Area) => string;
  readonly adminAddressOf: (area: Area) => string;
  readonly env: NodeJS.ProcessEnv;
  /** Takes remarks for people. */
  readonly say: (text: string) => void;
  readonly signal?: AbortSignal | undefined;
}

/** A running platform. */
export interface Platform {
  readonly natsUrl: string;
  /** Of our own server; empty for somebody else's. */
  readonly natsVersion: string;
  readonly services: readonly StartedService[];
  /** Ends the services, each with time to save its jobs, then nats-server. */
  close(): Promise<void>;
  /** Kills everything. */
  kill(): void;
}

const serviceDrainMs = 60_000;
const natsDrainMs = 10_000;

/**
 * Starts nats-server and the services of all areas over one data folder, and keeps them running.
 * @throws failed-precondition when something runs over that folder already or a port is in use
 */
export async function startPlatform(options: PlatformOptions): Promise<Platform> {
  const dataDir = resolve(options.dataDir);
  refuseSecond(dataDir);
  mkdirSync(dataDir, { recursive: true });
  const keeper = keepRunning(options.say);
  try {
    const started = await startAll({ ...options, dataDir }, keeper);
    writeRunFile(dataDir, toRunFile(started));
    return {
      ...started,
      close: async () => {
        await keeper.end();
        removeRunFile(dataDir);
      },
      kill: () => {
        keeper.kill();
        removeRunFile(dataDir);
      },
    };
  } catch (error) {
    await keeper.end();
    throw error;
  }
}

type Started = Pick<Platform, 'natsUrl' | 'natsVersion' | 'services'>;

async function startAll(options: PlatformOptions, keeper: Keeper): Promise<Started> {
  const { areas = allAreas, addressOf, adminAddressOf, dataDir, env, natsPort, signal } = options;
  let natsUrl = options.natsUrl ?? '';
  let natsVersion = '';
  if (natsUrl === '') {
    const nats = await startNats({ dataDir, port: natsPort, env });
    ({ url: natsUrl, version: natsVersion } = nats);
    keeper.keepNats(nats.child, nats.program);
  }
  const services: StartedService[] = [];
  for (const area of areas) {
    const addresses = { address: addressOf(area), adminAddress: adminAddressOf(area) };
    const service = await startService({ area, ...addresses, natsUrl, dataDir, env, signal });
    keeper.keepService(service.child, service.program);
    services.push(service);
  }
  return { natsUrl, natsVersion, services };
}

/** Keeps programs running, and knows in which order they end. */
interface Keeper {
  keepNats(child: Child, program: Program): void;
  keepService(child: Child, program: Program): void;
  end(): Promise<void>;
  kill(): void;
}

function keepRunning(say: PlatformOptions['say']): Keeper {
  const services: Supervised[] = [];
  let nats: Supervised | undefined;
  const keep = (child: Child, program: Program): Supervised =>
    supervise(child, () => startChild(program), {
      onDied: (how, dead, waitMs) => say(obituary(program, { how, child: dead, waitMs })),
    });
  return {
    keepNats: (child, program) => void (nats = keep(child, program)),
    keepService: (child, program) => void services.push(keep(child, program)),
    end: async () => {
      await Promise.all(services.map((service) => service.end(serviceDrainMs)));
      await nats?.end(natsDrainMs);
    },
    kill: () => {
      for (const service of services) service.kill();
      nats?.kill();
    },
  };
}

function toRunFile({ natsUrl, services }: Started): RunFile {
  const addresses = services.map(
    ({ area, address, adminAddress }) => [area.name, { address, adminAddress }] as const,
  );
  return {
    pid: process.pid,
    startTime: new Date().toISOString(),
    nats: { url: natsUrl },
    services: Object.fromEntries(addresses),
  };
}

function refuseSecond(dataDir: string): void {
  const run = readRunFile(dataDir);
  if (!run) return;
  const message = `polymath runs over ${dataDir} already (process ${run.pid}): use it, end it, or name another folder with --data-dir`;
  throw new PolymathError('failed-precondition', message);
}

function obituary(
  { name, logFile }: Program,
  { how, child, waitMs }: { how: string; child: Child; waitMs: number },
): string {
  const log = lastLines(logFile, child.logOffset, 5).map((line) => `  ${line}`);
  const head = `${name} ended unexpectedly (${how}); starting it again in ${waitMs / 1000} s`;
  return [head, ...log].join('\n');
}
