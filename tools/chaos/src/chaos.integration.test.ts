import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, vi } from 'vitest';
import { help } from './options.js';

// Services are started from source, perhaps beside other tests.
vi.setConfig({ testTimeout: 240_000 });

const main = fileURLToPath(new URL('./chaos.ts', import.meta.url));

/** The command in a process group of its own, as a terminal starts it. */
function start(...args: string[]): ChildProcess {
  const node = ['--conditions=@polymath/source', '--import', 'tsx', main, ...args];
  return spawn(process.execPath, node, { detached: true, stdio: ['ignore', 'pipe', 'inherit'] });
}

/** Whether any process of the group is there. */
function isThere(group: number): boolean {
  try {
    process.kill(-group, 0);
    return true;
  } catch {
    return false;
  }
}

describe('npm run chaos', () => {
  it('says what it does', async () => {
    const child = start('--help');
    const lines: string[] = [];
    for await (const line of createInterface(child.stdout!)) lines.push(line);
    expect(lines.join('\n')).toBe(help);
  });

  it('leaves no process behind when it is interrupted', async () => {
    const child = start();
    for await (const line of createInterface(child.stdout!)) if (line.includes('freeze')) break;
    child.stdout!.resume();
    const exited = once(child, 'exit');
    process.kill(-child.pid!, 'SIGINT');
    expect(await exited).toEqual([130, null]);
    await expect.poll(() => isThere(child.pid!), { timeout: 20_000 }).toBe(false);
  });
});
