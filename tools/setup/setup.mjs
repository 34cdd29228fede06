// Everything a checkout needs before it can run: npm packages, the engine, nats-server, generated code.
// Costs a fraction of a second when all is there.
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { provideContracts } from './src/contracts.mjs';
import { provideEngine } from './src/engine.mjs';
import { provideNatsServer } from './src/nats-server.mjs';
import { providePackages } from './src/packages.mjs';
import { SetupProblem } from './src/setup-problem.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Tells about a step that has something to do; a step that has nothing to do is silent. */
const say = (line) => process.stderr.write(`${line}\n`);

async function setUp() {
  await providePackages(root, say);
  const { kind, library, version, binding, libraryDir } = await provideEngine(say);
  const natsServer = await provideNatsServer(say);
  await provideContracts(root, say);
  record({ engine: { kind, library, version, binding, libraryDir }, natsServer });
}

/** Writes what was found to .cache/setup.json, where the programs of this checkout read it. */
function record(found) {
  const path = join(root, '.cache/setup.json');
  const text = `${JSON.stringify(found, undefined, 2)}\n`;
  if (read(path) === text) return;
  mkdirSync(join(root, '.cache'), { recursive: true });
  writeFileSync(`${path}.${process.pid}`, text);
  renameSync(`${path}.${process.pid}`, path);
}

function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

try {
  await setUp();
} catch (error) {
  if (!(error instanceof SetupProblem)) throw error;
  say(error.message);
  process.exitCode = 1;
}
