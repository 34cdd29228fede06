import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { PolymathError } from '@polymath/errors';
import { waitUntilServing } from '@polymath/service-kit';
import { addressVariable, adminAddressVariable, type Area } from '../areas.js';
import { startChild, type Child, type Program } from './child.js';
import { engineIn, lastLines } from './log-lines.js';
import { requireFree } from './ports.js';

/** A service to start. */
export interface ServiceOptions {
  readonly area: Area;
  readonly address: string;
  /** Of its admin server. */
  readonly adminAddress: string;
  readonly natsUrl: string;
  readonly dataDir: string;
  readonly env: NodeJS.ProcessEnv;
  readonly signal?: AbortSignal | undefined;
}

/** A service that answers, and how to start it again. */
export interface StartedService {
  readonly area: Area;
  readonly address: string;
  readonly adminAddress: string;
  /** What it computes with, e.g. `tensorflow 2.21.0, cpu, 2 threads`; empty when it did not say. */
  readonly engine: string;
  readonly child: Child;
  readonly program: Program;
}

const readyMs = 90_000;
const shownLines = 8;

/**
 * Starts the service of an area and waits until it takes calls.
 * @throws failed-precondition when its port is in use; internal, with the end of its log, when it ends or is not ready in time
 */
export async function startService(options: ServiceOptions): Promise<StartedService> {
  const { area, address, adminAddress, signal } = options;
  const what = `the ${area.name} service`;
  await requireFreeAddress(address, what, addressVariable(area));
  await requireFreeAddress(adminAddress, `the admin server of ${what}`, adminAddressVariable(area));
  const program = toProgram(options);
  const child = startChild(program);
  const ready = new AbortController();
  const signals = [ready.signal, ...(signal ? [signal] : [])];
  try {
    await Promise.race([
      waitUntilServing(address, readyMs, AbortSignal.any(signals)),
      child.exited.then((how) => Promise.reject(new PolymathError('internal', how))),
    ]);
  } catch (cause) {
    child.kill();
    throw signal?.aborted ? cause : notStarted(program, child, cause);
  } finally {
    ready.abort();
  }
  const engine = engineIn(program.logFile, child.logOffset);
  return { area, address, adminAddress, engine, child, program };
}

async function requireFreeAddress(address: string, what: string, variable: string): Promise<void> {
  const { hostname: host, port } = new URL(`grpc://${address}`);
  const mend = `choose another address with ${variable}`;
  await requireFree({ host, port: Number(port), what, mend });
}

function toProgram({
  area,
  address,
  adminAddress,
  natsUrl,
  dataDir,
  env,
}: ServiceOptions): Program {
  const loader = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
  const main = fileURLToPath(area.main);
  return {
    name: area.name,
    command: process.execPath,
    args: ['--conditions=@polymath/source', '--import', loader, main],
    env: {
      ...env,
      [addressVariable(area)]: address,
      [adminAddressVariable(area)]: adminAddress,
      POLYMATH_NATS_URL: natsUrl,
      POLYMATH_DATA_DIR: dataDir,
    },
    logFile: join(dataDir, 'logs', `${area.name}.log`),
  };
}

function notStarted({ name, logFile }: Program, child: Child, cause: unknown): PolymathError {
  const why = cause instanceof Error ? cause.message : String(cause);
  const log = lastLines(logFile, child.logOffset, shownLines).map((line) => `\n  ${line}`);
  const message = `the ${name} service did not start (${why}); the end of ${logFile}:${log.join('')}`;
  return new PolymathError('internal', message, { cause });
}
