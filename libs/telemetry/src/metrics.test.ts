import { Job, JobState } from '@polymath/contracts/polymath/jobs/v1/jobs';
import { toTimestamp } from '@polymath/events';
import { describe, expect, it } from 'vitest';
import { newMetrics } from './metrics.js';
import { shownParts } from './metrics.fixture.js';

/** The value of the sample that begins like this; undefined: there is none. */
const valueIn = (text: string, start: string) =>
  text
    .split('\n')
    .find((line) => line.startsWith(`${start} `))
    ?.split(' ')
    .at(-1);

describe('newMetrics', () => {
  it('shows what stands in the parts of the service', async () => {
    const metrics = newMetrics('demo');
    metrics.show(shownParts());
    const text = await metrics.text();
    expect(valueIn(text, 'polymath_jobs{kind="Train",state="queued",area="demo"}')).toBe('2');
    expect(valueIn(text, 'polymath_jobs_queued{accelerator="cpu",area="demo"}')).toBe('2');
    const oldest = valueIn(
      text,
      'polymath_jobs_oldest_queued_seconds{accelerator="cpu",area="demo"}',
    );
    expect(Number(oldest)).toBeCloseTo(60, 0);
    expect(valueIn(text, 'polymath_nats_connected{area="demo"}')).toBe('0');
    expect(valueIn(text, 'polymath_models_loaded{area="demo"}')).toBe('3');
    expect(valueIn(text, 'polymath_engine_processes{role="jobs",area="demo"}')).toBe('1');
  });

  it('begins to count what attempts come to before the first of them has ended', async () => {
    const metrics = newMetrics('demo');
    const job = Job.fromPartial({ kind: 'Train', state: JobState.JOB_STATE_RUNNING });
    metrics.jobs.begun(job, false);
    const failed = 'polymath_job_attempts_total{kind="Train",end="failed",area="demo"}';
    expect(valueIn(await metrics.text(), failed)).toBe('0');
    const times = { startTime: toTimestamp(1000), endTime: toTimestamp(4000) };
    const ended = { ...job, ...times, state: JobState.JOB_STATE_FAILED };
    metrics.jobs.left({ job: ended, end: 'failed', seconds: 3 });
    const text = await metrics.text();
    expect(valueIn(text, failed)).toBe('1');
    const seconds = 'polymath_job_duration_seconds_sum{area="demo",kind="Train",end="failed"}';
    expect(valueIn(text, seconds)).toBe('3');
    expect(valueIn(text, 'polymath_worker_jobs{area="demo"}')).toBe('0');
  });

  it('keeps two services of one process apart', async () => {
    const [first, second] = [newMetrics('one'), newMetrics('two')];
    first.engines.started('calls');
    const sample = (area: string) => `polymath_engine_starts_total{role="calls",area="${area}"}`;
    expect(valueIn(await first.text(), sample('one'))).toBe('1');
    expect(valueIn(await second.text(), sample('two'))).toBe('0');
  });
});
