import { setTimeout as delay } from 'node:timers/promises';
import { checkHistory, type Findings, type Violation } from './history/check-history.js';
import type { History } from './history/history.js';
import { carryOut, type FaultParts, type Hits } from './faults.js';
import type { Reference } from './reference.js';
import { faultSchedule, submitSchedule } from './schedule.js';
import { openStage, type Stage } from './stage/stage.js';
import { putInputs, specs } from './stage/workload.js';
import { submitUntilAccepted, type Submission } from './submit.js';

/** What a run is made of. */
export interface RunOptions {
  seed: number;
  cluster: boolean;
  reference: Reference;
  /** Told of each fault. */
  log: (line: string) => void;
}

/** What a run has shown. */
export interface RunResult extends Findings {
  jobs: number;
  hits: Hits;
  seconds: number;
  /** Where logs and data lie, if a promise was broken. */
  folder: string | undefined;
}

/**
 * How many jobs a run has, on how many services, over how many milliseconds they are submitted, and by how many jobs the
 * faults may be ahead.
 */
const size = { jobs: 30, services: 3, submitOverMs: 30_000, ahead: 5 };

/** How long anything may take, in milliseconds: many times what it needs. */
const patienceMs = 300_000;

/** One run: jobs and faults as the seed has them, then the history held against the rules. */
export async function run(options: RunOptions): Promise<RunResult> {
  const { cluster, reference } = options;
  const began = performance.now();
  const stage = await openStage({ cluster, services: size.services });
  let keep = true;
  try {
    const hits: Hits = { running: 0, kills: 0 };
    const accepted = await underFaults(stage, hits, options);
    const late = await waitForEnds(stage, accepted.size);
    const findings = checkHistory(await stage.history(accepted), reference.undisturbed);
    const violations = [...late, ...findings.violations, ...surprises(stage)];
    keep = violations.length > 0;
    const seconds = (performance.now() - began) / 1000;
    const folder = keep ? stage.folder : undefined;
    return { ...findings, violations, hits, seconds, folder, jobs: accepted.size };
  } finally {
    await stage.close(keep);
  }
}

/** Submits all jobs and lets all faults happen; gives the accepted jobs when both are over. */
async function underFaults(
  stage: Stage,
  hits: Hits,
  { seed, reference, log }: RunOptions,
): Promise<History['accepted']> {
  const { seats } = stage;
  const inputs = await putInputs(seats[0]!.service!, reference.teacher);
  const names = [...specs.keys()];
  const start = performance.now();
  const seconds = () => ((performance.now() - start) / 1000).toFixed(1);
  const tell = (line: string) => log(`${seconds()} s: ${line}, ended ${stage.witness.ended()}`);
  const submissions = submitSchedule(seed, size.jobs, size.submitOverMs).map(async (atMs, i) => {
    const name = names[i % names.length]!;
    await delay(atMs);
    const signal = AbortSignal.timeout(patienceMs);
    const spec = specs.get(name)!;
    const submit: Submission['submit'] = (clients, how) => spec(clients, inputs, how);
    const request = { submit, seats, first: i, signal };
    const id = await submitUntilAccepted({ ...request, requestId: `job ${i}` });
    return [id, name] as const;
  });
  const [accepted] = await Promise.all([
    Promise.all(submissions),
    letFaultsHappen({ stage, hits, log: tell }, seed),
  ]);
  tell('the faults are over');
  return new Map(accepted);
}

/** Fault after fault, spread over the jobs: on a slow machine the later ones wait until the jobs have come so far. */
async function letFaultsHappen(parts: FaultParts, seed: number): Promise<void> {
  const faults = faultSchedule(seed);
  const begun: Promise<void>[] = [];
  for (const [i, fault] of faults.entries()) {
    await delay(fault.afterMs);
    await keepPace(parts.stage, (i / faults.length) * size.jobs - size.ahead);
    begun.push(carryOut(parts, fault));
  }
  await Promise.all(begun);
}

/** Jobs that do not come so far are seen at the end of the run. */
async function keepPace({ witness }: Stage, jobs: number): Promise<void> {
  await witness.whenEnded(jobs, AbortSignal.timeout(patienceMs)).catch(() => undefined);
}

async function waitForEnds({ witness }: Stage, jobs: number): Promise<Violation[]> {
  try {
    await witness.whenEnded(jobs, AbortSignal.timeout(patienceMs));
    return [];
  } catch {
    const what = `expected all jobs to end within ${patienceMs / 1000} s after the last fault`;
    return [{ rule: 'endsInTime', jobId: '', what }];
  }
}

/** Services end when they are killed or asked to, and at no other time. */
function surprises({ seats }: Stage): Violation[] {
  return seats.flatMap(({ name, surprises }) =>
    surprises.map((what) => ({ rule: 'staysUp', jobId: '', what: `${name} ${what}` })),
  );
}
