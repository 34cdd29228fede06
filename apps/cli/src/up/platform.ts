import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { PolymathError } from '@polymath/errors';
import { areas as allAreas, type Area } from '../areas.js';
import { startChild, type Child, type Program } from './child.js';
import { lastLines } from './log-lines.js';
import { startNats } from './nats-server.js';
import { readRunFile, removeRunFile, writeRunFile } from './run-file.js';
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
  const { areas = allAreas, env, natsPort, signal, say } = options;
  const dataDir = resolve(options.dataDir);
  refuseSecond(dataDir);
  mkdirSync(dataDir, { recursive: true });
  const keepers: { nats?: Supervised; services: Supervised[] } = { services: [] };
  const close = async () => {
    await Promise.all(keepers.services.map((keeper) => keeper.end(serviceDrainMs)));
    await keepers.nats?.end(natsDrainMs);
    removeRunFile(dataDir);
  };
  const keep = (child: Child, program: Program): Supervised =>
    supervise(child, () => startChild(program), {
      onDied: (how, dead, waitMs) => say(obituary(program, { how, child: dead, waitMs })),
    });
  try {
    let natsUrl = options.natsUrl ?? '';
    let natsVersion = '';
    if (natsUrl === '') {
      const nats = await startNats({ dataDir, port: natsPort, env });
      ({ url: natsUrl, version: natsVersion } = nats);
      keepers.nats = keep(nats.child, nats.program);
    }
    const services: StartedService[] = [];
    for (const area of areas) {
      const address = options.addressOf(area);
      const started = await startService({ area, address, natsUrl, dataDir, env, signal });
      keepers.services.push(keep(started.child, started.program));
      services.push(started);
    }
    const addresses = services.map(({ area, address }) => [area.name, { address }] as const);
    writeRunFile(dataDir, {
      pid: process.pid,
      startTime: new Date().toISOString(),
      nats: { url: natsUrl },
      services: Object.fromEntries(addresses),
    });
    const kill = () => {
      for (const keeper of keepers.services) keeper.kill();
      keepers.nats?.kill();
      removeRunFile(dataDir);
    };
    return { natsUrl, natsVersion, services, close, kill };
  } catch (error) {
    await close();
    throw error;
  }
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
