#!/usr/bin/env node
// Starts the command line from its TypeScript source, as a child: only so can Node be told how to resolve it.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = new URL('../../../', import.meta.url);

function tsx() {
  try {
    return pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
  } catch {
    return undefined;
  }
}

const loader = tsx();
const made = ['.cache/setup.json', 'libs/contracts/descriptors.binpb'];
if (loader === undefined || made.some((file) => !existsSync(new URL(file, root)))) {
  console.error(`polymath is not set up yet: run "npm run setup" in ${fileURLToPath(root)} first`);
  process.exit(1);
}

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const args = ['--conditions=@polymath/source', '--import', loader, main, ...process.argv.slice(2)];
const child = spawn(process.execPath, args, { stdio: 'inherit' });
// A terminal sends Ctrl-C to both of us; what is sent to this process alone is passed on.
process.on('SIGINT', () => undefined);
for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => {
  if (signal === null) process.exit(code);
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.removeAllListeners(name);
  process.kill(process.pid, signal);
});
