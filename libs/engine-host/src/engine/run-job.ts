import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { decodeSnapshot, encodeSnapshot, type Report, type Training } from '@polymath/tensor';
import type { Answer, CheckpointPlan, LastAnswer } from '../messages.js';
import type { AnyJobProgram } from '../program.js';
import { checkpointClock } from './checkpoint-clock.js';
import { jobFiles } from './job-files.js';
import { reportFilter } from './report-filter.js';
import type { StopRequest } from './stop-request.js';

/** What a job in the engine process is given. */
export interface JobRun {
  program: AnyJobProgram;
  spec: unknown;
  folder: string;
  /** A snapshot to go on from. */
  checkpoint: string | undefined;
  checkpoints: CheckpointPlan;
  stop: StopRequest;
  say: (answer: Answer) => void;
}

/** Opens a job, trains to the end or until it is told to stop, and writes the outputs. */
export async function runJob(run: JobRun): Promise<LastAnswer> {
  const files = jobFiles(run.folder);
  const job = await run.program.open(run.spec, files);
  try {
    if (run.checkpoint !== undefined) {
      job.training.load(decodeSnapshot(await readFile(run.checkpoint)));
    }
    if (!(await train(job.training, run))) return { type: 'stopped' };
    const { metrics } = await job.finish();
    const rssBytes = process.memoryUsage().rss;
    return { type: 'done', metrics, outputs: [...files.outputs], rssBytes };
  } finally {
    job.training.dispose();
  }
}

/** Whether the training has come to its end; else it was told to stop. */
async function train(training: Training, run: JobRun): Promise<boolean> {
  const { stop, say } = run;
  const reports = reportFilter((report) => sayReport(report, say));
  const clock = checkpointClock(run.checkpoints);
  const keep = keeper(training, run);
  let last: Report | undefined;
  try {
    for await (const report of training.run(stop.signal)) {
      // Not every report passes; every note does.
      if (report.note !== undefined) say({ type: 'note', text: report.note });
      reports.add(report);
      last = report;
      // Computing blocks this thread: messages get in only between two steps.
      await nextTurn();
      // The state is whole here, at a report: once the loop is left, it may be gone.
      if (stop.wanted === 'save' || clock.isDue()) await clock.measure(() => keep(report));
      if (stop.wanted) return false;
    }
  } catch (error) {
    if (!stop.signal.aborted) throw error;
  } finally {
    reports.flush();
  }
  if (stop.signal.aborted) return false;
  // A process that dies while it writes the outputs has nothing to train again.
  if (last) await keep(last);
  return true;
}

function sayReport({ preview, phase, step, steps, metrics }: Report, say: JobRun['say']): void {
  say({ type: 'progress', report: { phase, step, steps, metrics } });
  if (preview) say({ type: 'preview', picture: preview });
}

/** A function that writes the training's state to a file and tells where. */
function keeper(training: Training, { folder, say }: JobRun) {
  let count = 0;
  return async ({ phase, step }: Report): Promise<void> => {
    const path = join(folder, `checkpoint-${count++}.safetensors`);
    const bytes = encodeSnapshot(training.save());
    try {
      await writeFile(`${path}.part`, bytes);
      await rename(`${path}.part`, path);
    } catch (error) {
      // A full disk costs a checkpoint, not the job; half a file must not take the room of the next one.
      await rm(`${path}.part`, { force: true });
      say({ type: 'warning', text: `no checkpoint at ${phase} ${step}: ${String(error)}` });
      return;
    }
    say({ type: 'checkpoint', path, phase, step });
  };
}
