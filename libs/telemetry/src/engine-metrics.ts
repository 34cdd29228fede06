import { engineRoles, type EngineHost, type EngineObserver } from '@polymath/engine-host';
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import { readProcessUse } from './process-use.js';

const secondsBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** Counts engine processes and the checkpoints of their jobs. */
export function engineMetrics(registry: Registry): EngineObserver {
  const registers = [registry];
  const started = new Counter({
    name: 'polymath_engine_starts_total',
    help: 'Engine processes that were started',
    labelNames: ['role'] as const,
    registers,
  });
  const ended = new Counter({
    name: 'polymath_engine_ends_total',
    help: 'Engine processes that ended: released when nobody needed them, stopped by force, hung and killed, or died',
    labelNames: ['role', 'reason'] as const,
    registers,
  });
  const checkpoints = new Histogram({
    name: 'polymath_checkpoint_duration_seconds',
    help: 'From the file that an engine process wrote to the record of its job; it trains on meanwhile',
    buckets: secondsBuckets,
    registers,
  });
  const checkpointBytes = new Counter({
    name: 'polymath_checkpoint_bytes_total',
    help: 'Bytes of the checkpoints that were stored',
    registers,
  });
  const failures = new Counter({
    name: 'polymath_checkpoint_failures_total',
    help: 'Checkpoints that could not be stored; their jobs went on',
    registers,
  });
  for (const role of engineRoles) {
    started.inc({ role }, 0);
    ended.inc({ role, reason: 'died' }, 0);
  }
  return {
    started: (role) => started.inc({ role }),
    ended: (role, reason) => ended.inc({ role, reason }),
    checkpoint: ({ kept, seconds, sizeBytes }) => {
      if (!kept) {
        failures.inc();
        return;
      }
      checkpoints.observe(seconds);
      checkpointBytes.inc(sizeBytes);
    },
  };
}

/** Shows the engine processes that live, and what the system says of them; they themselves are not asked, since they compute. */
export function showEngines(registry: Registry, living: EngineHost['living']): void {
  const labelNames = ['role'] as const;
  // Metrics are read at once: the first that asks has the others wait for the same look.
  let looking: Promise<void> | undefined;
  const collect = () => (looking ??= look().finally(() => (looking = undefined)));
  const shared = { labelNames, registers: [registry], collect };
  const processes = new Gauge({
    ...{ name: 'polymath_engine_processes', help: 'Engine processes that live', ...shared },
  });
  const memory = new Gauge({
    name: 'polymath_engine_resident_memory_bytes',
    help: 'Memory of the engine processes that live',
    ...shared,
  });
  const cpuSeconds = new Counter({
    name: 'polymath_engine_cpu_seconds_total',
    help: 'Processor time of engine processes; what one used between the last scrape and its end is missing',
    ...shared,
  });
  let seen = new Map<number, number>();
  const look = async () => {
    const engines = await Promise.all(
      living().map(async ({ role, pid }) => ({ role, pid, use: await readProcessUse(pid) })),
    );
    for (const gauge of [processes, memory]) {
      for (const role of engineRoles) gauge.set({ role }, 0);
    }
    const seenNow = new Map<number, number>();
    for (const { role, pid, use } of engines) {
      if (!use) continue;
      processes.inc({ role });
      memory.inc({ role }, use.residentBytes);
      cpuSeconds.inc({ role }, Math.max(0, use.cpuSeconds - (seen.get(pid) ?? 0)));
      seenNow.set(pid, use.cpuSeconds);
    }
    seen = seenNow;
  };
}
