// One process of `bench:train`: writes a workload's inputs, times its steps, prints one JSON line.
// Arguments: workload, file for the inputs, seconds to run.
import { writeFileSync } from 'node:fs';
import { encodeSafetensors, onOperation } from '@polymath/tensor';
import { workloads } from './workloads.js';

const comparedSteps = 50;

const [name = '', file = '', seconds = '5', profile] = process.argv.slice(2);
const workload = workloads[name]!();
writeFileSync(file, encodeSafetensors(workload.inputs));

const losses = Array.from({ length: comparedSteps }, (_, i) => workload.step(i));
const times: number[] = [];
const end = performance.now() + Number(seconds) * 1000;
for (let i = comparedSteps; performance.now() < end; i++) {
  const start = performance.now();
  workload.step(i);
  times.push(performance.now() - start);
}
times.sort((a, b) => a - b);
console.log(JSON.stringify({ milliseconds: times[Math.floor(times.length / 2)], losses }));
if (profile) printProfile();

function printProfile(): void {
  const steps = 20;
  const spent = new Map<string, { milliseconds: number; calls: number }>();
  onOperation((op, milliseconds) => {
    const sum = spent.get(op) ?? { milliseconds: 0, calls: 0 };
    spent.set(op, { milliseconds: sum.milliseconds + milliseconds, calls: sum.calls + 1 });
  });
  const start = performance.now();
  for (let i = 0; i < steps; i++) workload.step(i);
  const total = (performance.now() - start) / steps;
  const rows = [...spent].sort(([, a], [, b]) => b.milliseconds - a.milliseconds);
  let inside = 0;
  for (const [op, { milliseconds, calls }] of rows) {
    inside += milliseconds / steps;
    console.log([op, (milliseconds / steps).toFixed(3), calls / steps].join('\t'));
  }
  console.log(['outside of operations', (total - inside).toFixed(3), ''].join('\t'));
}
