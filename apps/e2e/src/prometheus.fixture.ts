import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { pythonPackages } from './python-packages.fixture.js';

const file = (name: string) => fileURLToPath(new URL(`../src/prometheus/${name}`, import.meta.url));

/** One value of a metric. */
export interface Sample {
  readonly type: 'counter' | 'gauge' | 'histogram' | 'summary' | 'unknown';
  /** E.g. `polymath_rpc_duration_seconds_count`. */
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** All metrics at an address, read by the parser of Prometheus' own client for Python. */
export async function scrape(url: string): Promise<readonly Sample[]> {
  const PYTHONPATH = await pythonPackages(file('requirements.txt'));
  const metrics = await (await fetch(url)).text();
  const child = spawn('python3', [file('parse.py')], {
    env: { ...process.env, PYTHONPATH },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  child.stdin.end(metrics);
  const samples = await text(child.stdout);
  const [code] = (await ended) as [number];
  if (code !== 0) throw new Error(`these are no metrics of Prometheus:\n${metrics}`);
  return JSON.parse(samples) as Sample[];
}

/** The value of a sample; NaN: there is none. */
export function valueIn(
  samples: readonly Sample[],
  name: string,
  labels: Readonly<Record<string, string>> = {},
): number {
  const wanted = Object.entries(labels);
  const found = samples.find(
    (sample) =>
      sample.name === name && wanted.every(([key, value]) => sample.labels[key] === value),
  );
  return found?.value ?? NaN;
}
