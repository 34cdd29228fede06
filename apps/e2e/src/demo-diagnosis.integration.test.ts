import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { polymath, type Told } from './cli.fixture.js';
import { startDiagnosis } from './platform.js';

vi.setConfig({ testTimeout: 30_000, hookTimeout: 240_000 });

interface Printed {
  files: string[];
  rows: { protocol: string; accuracies: Record<string, number> }[];
  signs: { sign: string; atSeconds: number | null; falseAlarms: number }[];
}

let service: Awaited<ReturnType<typeof startDiagnosis>>;
let folder: string;
let told: Told;
let printed: Printed;

beforeAll(async () => {
  service = await startDiagnosis();
  folder = await mkdtemp(join(tmpdir(), 'polymath-demo-'));
  const options = ['--quick', '--pace', '0', '--json', '--out', folder];
  told = await polymath({}, 'demo', 'diagnosis', '--address', service.address, ...options);
  printed = JSON.parse(told.out[0] ?? '{}') as Printed;
});
afterAll(async () => {
  await service.close();
  await rm(folder, { recursive: true, force: true });
});

describe('polymath demo diagnosis', () => {
  it('prints its results and leaves the files that it names', () => {
    expect(told).toMatchObject({ code: 0, out: [expect.anything()] });
    expect(printed.files.length).toBeGreaterThan(5);
    expect(printed.files.filter((file) => !existsSync(join(folder, file)))).toEqual([]);
    expect(readFileSync(join(folder, 'growing-fault.timeline.svg'), 'utf8')).toMatch(/^<svg /);
    expect(readFileSync(join(folder, 'report.html'), 'utf8')).toContain('NSAE-LCN');
  });

  it('compares every method on every protocol', () => {
    expect(printed.rows.map(({ protocol }) => protocol)).toEqual(['random', 'leave one load out', 'leave one severity out']); // prettier-ignore
    for (const { accuracies } of printed.rows) {
      expect(Object.keys(accuracies)).toEqual(['NSAE-LCN', 'SAE-LCN', 'SPEC', 'STAT']);
      for (const accuracy of Object.values(accuracies)) expect(accuracy).toBeGreaterThan(0.25);
    }
  });

  it('notices the drift before it can name the fault, and names it in the end', () => {
    const [drift, , named] = printed.signs;
    expect(drift).toMatchObject({ sign: 'drift', falseAlarms: 0 });
    expect(named).toMatchObject({ sign: 'class', falseAlarms: 0 });
    expect(drift!.atSeconds).toBeLessThan(named!.atSeconds!);
  });

  it('shows each moment of the machine beside the truth', () => {
    expect(told.err.filter((line) => /^ *\d+ s {2}[█·]{5} /.test(line))).toHaveLength(12);
  });
});

describe('polymath demo', () => {
  it('names every demo in its help', async () => {
    const { code, out } = await polymath({}, 'demo', '--help');
    expect(code).toBe(0);
    for (const name of ['compression', 'diagnosis']) expect(out.join('\n')).toContain(`  ${name} `);
  });

  it('is that of compression without a name', async () => {
    const { code, err } = await polymath({}, 'demo', '--epochs', '0');
    expect(code).toBe(2);
    expect(err.join('\n')).toContain("'--epochs <number>' argument '0' is invalid");
  });
});
