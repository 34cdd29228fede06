// One process of `bench:train`. Arguments: workload, file, then one of
//   measure SECONDS STEPS   writes the workload's inputs to the file, runs so long and at least so many steps, prints one JSON line
//   profile                 prints what one step is made of
import { writeFileSync } from 'node:fs';
import { encodeSafetensors, onOperation } from '@polymath/tensor';
import { bestMedian } from './best-median.js';
import type { WorkloadName } from './names.js';
import { comparedSteps, workloads } from './workloads.js';

const [name, file = '', mode, seconds, steps] = process.argv.slice(2);
const workload = workloads[name as WorkloadName]();

if (mode === 'profile') profile();
else measure();

function measure(): void {
  writeFileSync(file, encodeSafetensors(workload.inputs));
  const losses: number[] = [];
  const times: number[] = [];
  const end = performance.now() + Number(seconds) * 1000;
  while (times.length < Number(steps) || performance.now() < end) {
    const start = performance.now();
    losses.push(workload.step(losses.length));
    times.push(performance.now() - start);
  }
  console.log(
    JSON.stringify({ milliseconds: bestMedian(times), losses: losses.slice(0, comparedSteps) }),
  );
}

function profile(): void {
  const steps = 20;
  for (let i = 0; i < steps; i++) workload.step(i);
  const spent = new Map<string, { milliseconds: number; calls: number }>();
  onOperation((op, milliseconds) => {
    const sum = spent.get(op) ?? { milliseconds: 0, calls: 0 };
    spent.set(op, { milliseconds: sum.milliseconds + milliseconds, calls: sum.calls + 1 });
  });
  const start = performance.now();
  for (let i = 0; i < steps; i++) workload.step(i);
  const total = performance.now() - start;
  onOperation(undefined);

  const operations = [...spent].sort(([, a], [, b]) => b.milliseconds - a.milliseconds);
  const sumOf = (key: 'milliseconds' | 'calls') =>
    operations.reduce((sum, [, spent]) => sum + spent[key], 0);
  const outside = { milliseconds: total - sumOf('milliseconds'), calls: 0 };
  const whole = { milliseconds: total, calls: sumOf('calls') };
  const rows = [...operations, ['outside of operations', outside], ['a step', whole]] as const;
  for (const [label, { milliseconds, calls }] of rows) {
    console.log(['', label, (milliseconds / steps).toFixed(3), calls / steps].join('\t'));
  }
}
