import { describe, expect, it } from 'vitest';
import { outputOf } from './child-output.js';

const node = (program: string, timeoutMs?: number) =>
  outputOf(process.execPath, ['-e', program], process.env, timeoutMs);

describe('outputOf', () => {
  it('gives what a program printed', async () => {
    expect(await node('console.log(6 * 7)')).toBe('42\n');
  });

  it('throws what a program said when it fails', async () => {
    const failing = node('console.error("no tea"); process.exitCode = 3');
    await expect(failing).rejects.toThrow(`${process.execPath} ended with 3: no tea`);
  });

  it('throws when a program is not there', async () => {
    await expect(outputOf('no-such-program', [])).rejects.toThrow('ENOENT');
  });

  it('throws when a program takes longer than it may', async () => {
    await expect(node('setInterval(() => undefined, 1000)', 200)).rejects.toThrow('a signal');
  });

  it('ends what a program has started', async () => {
    // It holds the pipe of standard output open: unless it is killed, this never resolves.
    const child = `spawn(process.execPath, ['-e', 'setInterval(() => 0, 1000)'], { stdio: 'inherit' })`;
    const pid = await node(
      `const { spawn } = require('node:child_process'); console.log(${child}.pid); process.exit()`,
    );
    expect(Number(pid)).toBeGreaterThan(0);
  });
});
