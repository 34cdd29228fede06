import { attemptEnds, runSeconds, stateName, type JobObserver, type Jobs } from '@polymath/jobs';
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

/** From a job of a second to one of a day. */
const buckets = [1, 5, 15, 60, 300, 900, 3600, 10_800, 43_200, 86_400];

/** Counts the attempts and the ends of the jobs that this worker runs. */
export function jobMetrics(registry: Registry): JobObserver {
  const registers = [registry];
  const running = new Gauge({
    name: 'polymath_worker_jobs',
    help: 'Jobs that this worker holds',
    registers,
  });
  const takenOver = new Counter({
    name: 'polymath_jobs_taken_over_total',
    help: 'Jobs that this worker took from one that was silent',
    labelNames: ['kind'] as const,
    registers,
  });
  const attempts = new Counter({
    name: 'polymath_job_attempts_total',
    help: 'Attempts that have left this worker, by what they came to; lost: another worker had a higher epoch',
    labelNames: ['kind', 'end'] as const,
    registers,
  });
  const duration = new Histogram({
    name: 'polymath_job_duration_seconds',
    help: 'From the first claim of a job to its end, waits between its attempts included',
    labelNames: ['kind', 'end'] as const,
    ...{ buckets, registers },
  });
  return {
    begun: ({ kind }, wasTakenOver) => {
      running.inc();
      takenOver.inc({ kind }, wasTakenOver ? 1 : 0);
      // From 0 on, so that the first failure of a kind is an increase, too.
      for (const end of attemptEnds) attempts.inc({ kind, end }, 0);
    },
    left: ({ job, end }) => {
      const { kind } = job;
      running.dec();
      attempts.inc({ kind, end });
      const seconds = runSeconds(job);
      if (seconds !== undefined) duration.observe({ kind, end: stateName(job.state) }, seconds);
    },
  };
}

/** Shows the jobs of the whole area as they stand; the cost does not depend on how many there are. */
export function showJobs(registry: Registry, counts: Jobs['counts']): void {
  const registers = [registry];
  new Gauge({
    name: 'polymath_jobs',
    help: 'Jobs of the area whose records are kept; the same from each of its services',
    labelNames: ['kind', 'state'] as const,
    registers,
    collect() {
      for (const { kind, state, jobs } of counts.byKindAndState()) {
        this.set({ kind, state: stateName(state) }, jobs);
      }
    },
  });
  new Gauge({
    name: 'polymath_jobs_queued',
    help: 'Jobs of the area that wait for a worker; the same from each of its services',
    labelNames: ['accelerator'] as const,
    registers,
    collect() {
      for (const { pool, jobs } of counts.queues()) this.set({ accelerator: pool }, jobs);
    },
  });
  new Gauge({
    name: 'polymath_jobs_oldest_queued_seconds',
    help: 'How long the job has waited that waits longest, waits after a failure included; 0: none waits',
    labelNames: ['accelerator'] as const,
    registers,
    collect() {
      const now = Date.now();
      for (const { pool, oldestMs = now } of counts.queues()) {
        this.set({ accelerator: pool }, Math.max(0, now - oldestMs) / 1000);
      }
    },
  });
}
