import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';

const module = new URL('./run-until-signal.ts', import.meta.url).href;

/** Starts a program that says "up", and closes as `closing` says. */
function start(begin: string) {
  const program = `
    import { runUntilSignal } from '${module}';
    const say = (text) => process.stdout.write(text + '\\n');
    const log = { info() {}, fatal: ({ err }) => say('fatal ' + err.message) };
    const keepAlive = setInterval(() => {}, 1000);
    await runUntilSignal(log, async () => { ${begin} });`;
  const args = ['--import', 'tsx', '--input-type=module', '--eval', program];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  const exit = once(child, 'exit') as Promise<[number | null, string | null]>;
  const said = async (text: string) => {
    while (!output.includes(text)) await once(child.stdout, 'data');
  };
  return { child, exit, said, output: () => output };
}

describe('runUntilSignal', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)('closes on %s and ends with 0', async (signal) => {
    const { child, exit, said, output } = start(
      `say('up'); return { close: async () => say('closed') };`,
    );
    await said('up');
    child.kill(signal);
    expect(await exit).toEqual([0, null]);
    expect(output()).toContain('closed');
  });

  it('ends at once when the signal comes again', async () => {
    const { child, exit, said } = start(
      `say('up'); return { close: () => { say('closing'); return new Promise(() => {}); } };`,
    );
    await said('up');
    child.kill('SIGTERM');
    await said('closing');
    child.kill('SIGTERM');
    expect(await exit).toEqual([1, null]);
  });

  it('ends with 1 when starting fails', async () => {
    const { exit, output } = start(`throw new Error('port taken');`);
    expect(await exit).toEqual([1, null]);
    expect(output()).toContain('fatal port taken');
  });
});
