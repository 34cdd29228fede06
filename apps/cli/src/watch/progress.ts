import { JobState, type JobEvent } from '@polymath/contracts/polymath/jobs/v1/jobs';
import { formatDuration, formatFigure, toMs, words } from '../output/format.js';

/** What is known of a running job's progress; times are those of the events, in milliseconds since 1970. */
export interface JobProgress {
  readonly state: JobState;
  readonly startMs: number;
  readonly nowMs: number;
  readonly phase: string;
  readonly step: number;
  /** 0: unknown. */
  readonly steps: number;
  readonly metrics: Readonly<Record<string, number>>;
  /** Where this phase was when it was first heard of. */
  readonly phaseStartMs: number;
  readonly phaseStartStep: number;
}

/** A job of which nothing is known yet. */
export const noProgress: JobProgress = {
  state: JobState.JOB_STATE_UNSPECIFIED,
  startMs: 0,
  nowMs: 0,
  phase: '',
  step: 0,
  steps: 0,
  metrics: {},
  phaseStartMs: 0,
  phaseStartStep: 0,
};

/** What is known after an event. */
export function advance(progress: JobProgress, { event, time }: JobEvent): JobProgress {
  const nowMs = toMs(time) ?? progress.nowMs;
  if (event?.$case === 'state') {
    const { state, startTime, createTime } = event.value;
    const startMs = toMs(startTime ?? createTime) ?? nowMs;
    // After an interruption steps are done again: what was known of the phase does not hold any more.
    const phase = state === progress.state ? progress.phase : '';
    return { ...progress, state, startMs, nowMs, phase };
  }
  if (event?.$case !== 'progress') return { ...progress, nowMs };
  const { phase, metrics } = event.value;
  const [step, steps] = [Number(event.value.step), Number(event.value.steps)];
  const goesOn = phase === progress.phase && step >= progress.step && steps === progress.steps;
  const begin = goesOn ? {} : { phaseStartMs: nowMs, phaseStartStep: step };
  return { ...progress, ...begin, nowMs, phase, step, steps, metrics };
}

/** The time until the phase ends at its speed so far; undefined while that is unknown. */
export function remainingMs(progress: JobProgress): number | undefined {
  const { step, steps, phaseStartStep, nowMs, phaseStartMs } = progress;
  const done = step - phaseStartStep;
  if (done <= 0 || steps === 0 || nowMs <= phaseStartMs) return undefined;
  return ((nowMs - phaseStartMs) / done) * (steps - step);
}

/** How far a phase is, from 0 to 1. */
export function share({ step, steps }: JobProgress): number {
  return steps === 0 ? 0 : Math.min(1, step / steps);
}

/** The times and figures of a progress, most important first. */
export function remarks(progress: JobProgress): string[] {
  const left = remainingMs(progress);
  return [
    formatDuration(progress.nowMs - progress.startMs) + ' elapsed',
    ...(left === undefined || left === 0 ? [] : [`${formatDuration(left)} left`]),
    ...Object.entries(progress.metrics).map(([name, v]) => `${words(name)} ${formatFigure(v)}`),
  ];
}

/** A progress as one line with a bar that fits into a width. */
export function barLine(progress: JobProgress, columns: number): string {
  const percent = `${String(Math.floor(share(progress) * 100)).padStart(3)} %`;
  const barWidth = columns >= 72 ? 20 : 10;
  const full = Math.round(share(progress) * barWidth);
  const bar = '█'.repeat(full) + '░'.repeat(barWidth - full);
  let line = `  ${progress.phase || waiting(progress)}  ${bar} ${percent}`;
  for (const remark of remarks(progress)) {
    if (line.length + remark.length + 2 >= columns) break;
    line += `  ${remark}`;
  }
  return line.slice(0, columns - 1);
}

/** A progress as one line without a bar, for logs. */
export function plainLine(progress: JobProgress): string {
  const { phase, step, steps } = progress;
  const percent = Math.floor(share(progress) * 100);
  const place = steps === 0 ? `step ${step}` : `${step} of ${steps} (${percent} %)`;
  return [`  ${phase}: ${place}`, ...remarks(progress)].join(', ');
}

function waiting({ state }: JobProgress): string {
  return state === JobState.JOB_STATE_RUNNING ? 'starting' : 'waiting';
}
