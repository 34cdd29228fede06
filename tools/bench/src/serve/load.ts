import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { outputOf } from '../command/child-output.js';

const sources = fileURLToPath(new URL('../../src/serve/load/', import.meta.url));

/** What a number of clients saw. */
export interface Load {
  callsASecond: number;
  p50Ms: number;
  p99Ms: number;
  failures: number;
}

/** How a service is put under load. */
export interface LoadOptions {
  address: string;
  /** A file that holds the serialised request. */
  request: string;
  clients: number;
  seconds: number;
}

/** Runs the load generator, a process of its own, the same for both sides. */
export async function runLoad(options: LoadOptions): Promise<Load> {
  const { address, request, clients, seconds } = options;
  const warmUp = Math.min(3, seconds);
  const args = [address, request, String(clients), String(warmUp), String(seconds)];
  const load = JSON.parse(await outputOf(generator(), args)) as Load;
  if (load.failures > 0) throw new Error(`${load.failures} calls failed`);
  return load;
}

let built: string | undefined;

/** The generator, built once into the user's cache. */
function generator(): string {
  built ??= build();
  return built;
}

function build(): string {
  const hash = createHash('sha256');
  for (const name of readdirSync(sources).sort()) hash.update(readFileSync(join(sources, name)));
  const cache = process.env['POLYMATH_CACHE'] ?? join(homedir(), '.cache', 'polymath');
  const folder = join(cache, 'bench', 'load');
  const program = join(folder, hash.digest('hex').slice(0, 16));
  if (existsSync(program)) return program;
  mkdirSync(folder, { recursive: true });
  try {
    execFileSync('go', ['build', '-o', program, '.'], { cwd: sources, stdio: 'inherit' });
  } catch (cause) {
    throw new Error('the load generator needs Go 1.26 or newer to be built', { cause });
  }
  return program;
}
