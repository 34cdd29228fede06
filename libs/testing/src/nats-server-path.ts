import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const setupFile = new URL('../../../.cache/setup.json', import.meta.url);

/**
 * The nats-server that tests start: the one of `POLYMATH_NATS_SERVER`, else the one that set-up chose, else
 * the first on `PATH`. Throws when there is none.
 */
export function natsServerPath(): string {
  const path = process.env['POLYMATH_NATS_SERVER'] ?? fromSetup() ?? fromPath();
  if (path === undefined) throw new Error('no nats-server: run `npm run setup` first');
  return path;
}

function fromSetup(): string | undefined {
  if (!existsSync(setupFile)) return undefined;
  const setup = JSON.parse(readFileSync(setupFile, 'utf8')) as { natsServer?: { path?: string } };
  return setup.natsServer?.path;
}

function fromPath(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return folders.map((folder) => join(folder, 'nats-server')).find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
