import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { ownProcess, runsTypeScript } from '@polymath/testing';
import { describe, expect, it } from 'vitest';

const program = fileURLToPath(new URL('./bench.fixture.ts', import.meta.url));

function start(...args: string[]) {
  const child = spawn(process.execPath, [...runsTypeScript, program, ...args]);
  const { exited } = ownProcess(child);
  // Its streams close when everything that writes to them has ended.
  return { child, exited, allEnded: once(child, 'close') };
}

async function folderOf(output: NodeJS.ReadableStream): Promise<string> {
  const [line] = (await once(createInterface(output), 'line')) as [string];
  return line;
}

describe('runBench', () => {
  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('ends what it started, and removes what it wrote, on %s', async (signal, code) => {
    const { child, exited, allEnded } = start();
    const folder = await folderOf(child.stdout);
    expect(existsSync(folder)).toBe(true);
    child.kill(signal);
    expect(await exited).toBe(code);
    await allEnded;
    expect(existsSync(folder)).toBe(false);
  });

  it('does so when it fails, too, and says why', async () => {
    const { child, exited, allEnded } = start('--fail');
    const [folder, errors] = await Promise.all([folderOf(child.stdout), text(child.stderr)]);
    expect(await exited).toBe(1);
    await allEnded;
    expect(existsSync(folder)).toBe(false);
    expect(errors).toContain('no tea');
  });

  it('answers --help', async () => {
    const { child, exited } = start('--help');
    expect(await text(child.stdout)).toMatch(/^npm run bench:tea -- \[options\]/);
    expect(await exited).toBe(0);
  });

  it('refuses a command line with one message and code 2', async () => {
    const { child, exited } = start('--milk');
    const message = '--milk is no option\nSee npm run bench:tea -- --help\n';
    expect(await text(child.stderr)).toBe(message);
    expect(await exited).toBe(2);
  });
});
