import type { ModelObserver, Models } from '@polymath/models';
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

const secondsBuckets = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5];
const rowsBuckets = [1, 2, 4, 8, 16, 32, 64, 128, 256];

/** Counts the calls of models, by kind of model: their names are anybody's and without bound. */
export function modelMetrics(registry: Registry): ModelObserver {
  const shared = { labelNames: ['kind'] as const, registers: [registry] };
  const calls = new Counter({
    name: 'polymath_model_calls_total',
    help: 'Calls of loaded models: answered, failed, or refused since too many waited',
    labelNames: ['kind', 'end'] as const,
    registers: [registry],
  });
  const wait = new Histogram({
    name: 'polymath_model_queue_wait_seconds',
    help: 'How long calls waited before their batch began',
    ...{ ...shared, buckets: secondsBuckets },
  });
  const rows = new Histogram({
    name: 'polymath_model_batch_rows',
    help: 'Rows that were computed together',
    ...{ ...shared, buckets: rowsBuckets },
  });
  const duration = new Histogram({
    name: 'polymath_model_batch_duration_seconds',
    help: 'How long the engine process took for a batch, the way to it and back included',
    ...{ ...shared, buckets: secondsBuckets },
  });
  return {
    batch: (kind, batch) => {
      const { waitedSeconds, failed } = batch;
      calls.inc({ kind, end: failed ? 'failed' : 'answered' }, waitedSeconds.length);
      for (const seconds of waitedSeconds) wait.observe({ kind }, seconds);
      rows.observe({ kind }, batch.rows);
      duration.observe({ kind }, batch.seconds);
    },
    refused: (kind) => calls.inc({ kind, end: 'refused' }),
  };
}

/** Shows what the loaded models hold. */
export function showModels(registry: Registry, loaded: Models['loaded']): void {
  const registers = [registry];
  new Gauge({
    name: 'polymath_models_loaded',
    help: 'Versions of models that are loaded',
    registers,
    collect() {
      this.set(loaded().versions);
    },
  });
  new Gauge({
    name: 'polymath_models_loaded_bytes',
    help: 'What the loaded versions hold in the memory of their engine process',
    registers,
    collect() {
      this.set(loaded().sizeBytes);
    },
  });
}
