export { startJobs, type Jobs, type JobsOptions } from './start-jobs.js';
export { checkJobSettings, defaultJobSettings, type JobSettings } from './settings.js';
export {
  JobStopped,
  type ExecuteJob,
  type JobHolder,
  type JobResult,
  type StopReason,
} from './executor.js';
export { aboutJob } from './about-job.js';
export type { JobCounts, KindInState, Queue } from './job-counts.js';
export {
  attemptEnds,
  runSeconds,
  type AttemptEnd,
  type JobObserver,
  type LeftAttempt,
} from './job-observer.js';
export type { Submission } from './submit.js';
export { artifactNames, type NamesOptions } from './artifact-names.js';
export { jobStreams } from './job-streams.js';
export { hasEnded, stateName } from './job-states.js';
export { isModelName, modelNameRule } from './model-name.js';
export { watchJobs } from './watch-jobs.js';
export { isJobId, openRecords, type JobRecords, type StoredJob } from './records.js';

// What follows is for tests and tools that need a part of the whole.
export { openJobStore, type JobStore } from './store.js';
export { submitJob, type SubmitParts } from './submit.js';
export { jobServiceHandlers } from './job-service.js';
export { startWorker, type Worker, type WorkerParts } from './worker.js';
export { startSweeper, sweep, type Sweeper } from './sweeper.js';
export { transition } from './state-machine.js';
export type { Effect, JobTransition, NewJob, Rejection, Transition } from './transition.js';
