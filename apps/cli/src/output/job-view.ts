import type { Timestamp } from '@polymath/contracts/google/protobuf/timestamp';
import { Job, JobState } from '@polymath/contracts/polymath/jobs/v1/jobs';
import type { JsonValue } from '@bufbuild/protobuf';
import { jsonOf } from '../request/registry.js';
import { figureRow, formatBytes, formatDuration, toMs } from './format.js';
import { table } from './table.js';

/** A job as ProtoJSON, its spec included. */
export function jobJson(job: Job): JsonValue {
  return jsonOf('polymath.jobs.v1.Job', Job.encode(job).finish());
}

/** The state of a job as one word, e.g. `running`. */
export function stateName(state: JobState): string {
  return (JobState[state] as string | undefined)?.replace('JOB_STATE_', '').toLowerCase() ?? '?';
}

/** Jobs as a table, in their order. @param width of the terminal, if one reads it */
export function jobTable(jobs: readonly Job[], width?: number): string {
  const rows = jobs.map((job) => [
    ...[job.id, job.kind, stateName(job.state), minuteOf(job.createTime), durationOf(job)],
    job.reason,
  ]);
  return table(['job', 'kind', 'state', 'submitted', 'took', 'reason'], rows, width);
}

/** Everything about a job that people ask for, as lines. @param width of the terminal, if one reads it */
export function jobSummary(job: Job, width?: number): string {
  const { retryOf, worker, engine } = job;
  const lines = factLines({
    ...nameAndState(job),
    submitted: timeOf(job.createTime),
    took: durationOf(job),
    'retry of': retryOf,
    worker: worker,
    engine: engine ? `${engine.library} ${engine.version} on ${engine.device}` : '',
  });
  const errors = job.errors.map(({ kind, message }) => `error      ${kind}: ${message}`);
  return [...lines, ...errors, ...results(job, width)].join('\n');
}

/** Facts as lines, each behind its name; those that are empty are left out. */
export function factLines(facts: Readonly<Record<string, string>>): string[] {
  const known = Object.entries(facts).filter(([, value]) => value !== '');
  return known.map(([name, value]) => `${name.padEnd(10)} ${value}`);
}

/** Which job it is and in which state, as facts. */
export function nameAndState({ id, area, kind, state, reason }: Job) {
  return { job: `${id} (${area} ${kind})`, state: stateName(state) + (reason && `: ${reason}`) };
}

/** The figures and files of a job, as lines. */
function results({ metrics, outputs }: Job, width?: number): string[] {
  const figures = Object.entries(metrics).map(figureRow);
  const files = outputs.map(({ name, sizeBytes, sha256 }) => [
    ...[name, formatBytes(Number(sizeBytes)), sha256],
  ]);
  return [
    ...(figures.length > 0 ? ['', table(['figure', 'value'], figures)] : []),
    ...(files.length > 0 ? ['', table(['output', 'size', 'sha256'], files, width)] : []),
  ];
}

/** A time as `2026-03-01 12:00:07Z`; empty where there is none. */
export function timeOf(time: Timestamp | undefined): string {
  const ms = toMs(time);
  return ms === undefined ? '' : new Date(ms).toISOString().replace('T', ' ').slice(0, 19) + 'Z';
}

/** The same without seconds. */
const minuteOf = (time: Timestamp | undefined): string => timeOf(time).replace(/:\d\dZ$/, 'Z');

function durationOf({ startTime, endTime }: Job): string {
  const [start, end] = [toMs(startTime), toMs(endTime)];
  return start === undefined || end === undefined ? '' : formatDuration(end - start);
}
