import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { waitUntilServing } from '@polymath/service-kit';
import { startNats } from '@polymath/testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Area } from '../areas.js';
import { startPlatform, type Platform } from './platform.js';
import { freePort } from './ports.js';
import { readRunFile, runFilePath, writeRunFile } from './run-file.js';

const idle: Area = {
  ...{ name: 'idle', command: 'idle', service: '', summary: '', port: 0, adminPort: 0 },
  main: new URL('./idle-service.fixture.ts', import.meta.url),
};

let dataDir: string;
let platform: Platform | undefined;
let said: string[];

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'polymath-up-'));
  said = [];
});

afterEach(async () => {
  await platform?.close();
  platform = undefined;
  rmSync(dataDir, { recursive: true, force: true });
});

async function start(env: NodeJS.ProcessEnv = {}, natsPort?: number): Promise<Platform> {
  const port = await freePort();
  const adminPort = await freePort();
  return startPlatform({
    ...{ dataDir, areas: [idle], natsPort: natsPort ?? (await freePort()) },
    addressOf: () => `127.0.0.1:${port}`,
    adminAddressOf: () => `127.0.0.1:${adminPort}`,
    env: { ...process.env, ...env },
    say: (text) => void said.push(text),
  });
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe('startPlatform', () => {
  it('starts nats-server and the services, tells of them in run.json, and ends them', async () => {
    platform = await start();
    const [service] = platform.services;
    expect(service!.engine).toBe('none 1, cpu, 2 threads');
    expect(platform.natsVersion).toMatch(/^\d+\./);
    expect(readRunFile(dataDir)).toMatchObject({
      ...{ pid: process.pid, nats: { url: platform.natsUrl } },
      services: { idle: { address: service!.address, adminAddress: service!.adminAddress } },
    });
    const { pid } = service!.child;
    await platform.close();
    expect(existsSync(runFilePath(dataDir))).toBe(false);
    await vi.waitFor(() => expect(isAlive(pid)).toBe(false));
    expect(readFileSync(join(dataDir, 'logs/idle.log'), 'utf8')).toContain('"msg":"closed"');
  });

  it('refuses to run twice over one folder', async () => {
    const run = { pid: process.pid, startTime: '', nats: { url: '' }, services: {} };
    writeRunFile(dataDir, run);
    await expect(start()).rejects.toThrow(`already (process ${process.pid})`);
  });

  it('never takes over a nats-server that is there, and says who it is', async () => {
    const stranger = await startNats();
    try {
      const port = Number(new URL(stranger.url).port);
      await expect(start({}, port)).rejects.toThrow(/in use by another nats-server .*--nats-port/);
    } finally {
      await stranger.close();
    }
  });

  it('shows the end of the log of a service that does not start, and ends nats-server', async () => {
    const port = await freePort();
    const failing = start({ IDLE_FAILS: '1' }, port);
    await expect(failing).rejects.toThrow(/exit code 1[\s\S]*fatal failed: bad settings: all/);
    platform = await start({}, port);
  });

  it('starts a service again that died, and says so', async () => {
    platform = await start();
    const [{ address, child }] = platform.services as [Platform['services'][number]];
    process.kill(child.pid, 'SIGUSR2');
    await child.exited;
    await waitUntilServing(address, 20_000);
    expect(said.join('\n')).toMatch(
      /^idle ended unexpectedly \(exit code 7\)[\s\S]*error told to die/,
    );
  });
});

describe('startChild', () => {
  it('leaves no program behind when its parent is killed', async () => {
    const loader = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
    const fixture = fileURLToPath(new URL('./guarded.fixture.ts', import.meta.url));
    const parent = spawn(process.execPath, ['--import', loader, fixture, join(dataDir, 'log')]);
    const [output] = (await once(parent.stdout, 'data')) as [Buffer];
    const pid = Number(output.toString());
    expect(isAlive(pid)).toBe(true);
    parent.kill('SIGKILL');
    await vi.waitFor(() => expect(isAlive(pid)).toBe(false), { timeout: 5000 });
  });
});
