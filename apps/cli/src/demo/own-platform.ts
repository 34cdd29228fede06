import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { areas } from '../areas.js';
import type { Shell } from '../shell.js';
import { startPlatform } from '../up/platform.js';
import { freePort } from '../up/ports.js';

/** Where a demo finds its service. */
export interface ServicePlace {
  /** The name of its area. */
  readonly area: string;
  readonly address: string | undefined;
  readonly signal: AbortSignal;
  readonly say: (text: string) => void;
}

/** Works with the service at an address, or with a platform of its own that leaves nothing behind. */
export async function withService<Result>(
  { terminal, env }: Shell,
  { area, address, signal, say }: ServicePlace,
  work: (address: string) => Promise<Result>,
): Promise<Result> {
  if (address !== undefined) return work(address);
  const dataDir = mkdtempSync(join(tmpdir(), 'polymath-demo-'));
  try {
    say(`Starting nats-server and the ${area} service`);
    const port = await freePort();
    const adminPort = await freePort();
    const platform = await startPlatform({
      ...{ dataDir, natsPort: await freePort(), env: { ...env }, signal, say: terminal.note },
      areas: areas.filter(({ name }) => name === area),
      addressOf: () => `127.0.0.1:${port}`,
      adminAddressOf: () => `127.0.0.1:${adminPort}`,
    });
    try {
      for (const { engine } of platform.services) say(`  computes with ${engine}\n`);
      return await work(platform.services[0]!.address);
    } finally {
      // After an interrupt there is nothing to save: the folder goes.
      if (signal.aborted) platform.kill();
      else await platform.close();
    }
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}
