import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startLive, vibration } from './live.fixture.js';
import { pythonClient, type PythonRun } from './python-client.fixture.js';

// At the first time the packages are fetched.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 240_000 });

let folder: string;
let service: Awaited<ReturnType<typeof startLive>>['service'];
let python: (script: string, ...args: string[]) => Promise<PythonRun>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'polymath-python-'));
  [{ service }, python] = await Promise.all([startLive(), pythonClient(join(folder, 'stubs'))]);
  const samples = vibration('outer-race', 40, 2);
  const rows = Array.from(samples, (value, t) => `${t / 12_000},${value}`);
  await writeFile(join(folder, 'signal.csv'), `time,acceleration\n${rows.join('\n')}\n`);
});
afterAll(async () => {
  await service.close();
  await rm(folder, { recursive: true, force: true });
});

const stream = (...args: string[]) =>
  python(
    'stream.py',
    join(folder, 'signal.csv'),
    ...['--column', 'acceleration', '--unit', 'g', '--address', service.address, ...args],
  );

describe('stream.py', () => {
  it('sends a signal at its pace and prints a verdict a window', async () => {
    const args = ['--model', 'pump', '--rate', '12000', '--pace', '4'];
    const { exitCode, stdout, stderr } = await stream(...args);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    const lines = stdout.trimEnd().split('\n');
    expect(lines[0]).toBe('knows inner-race, normal, outer-race');
    expect(lines.slice(1, -1)).toHaveLength(20);
    expect(lines.at(-2)).toMatch(
      /^ {3}1\.900 s {2}outer-race {2}[01]\.\d{3} {2}steady outer-race {2}rms 0\.\d+ {2}by \d+ Hz, \d+ Hz, \d+ Hz$/,
    );
    expect(lines.at(-1)).toBe('trend: 20 windows, 0% unknown');
  });

  it('names the field of a stream that is refused', async () => {
    const { exitCode, stderr } = await stream('--model', 'pump', '--rate', '8000', '--pace', '0');
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^INVALID_ARGUMENT: /);
    expect(stderr).toContain("\n  header.sample_rate_hz: must be at least the diagnoser's 12000");
  });
});
