import { setTimeout as delay } from 'node:timers/promises';
import { JobState } from '@polymath/contracts/polymath/jobs/v1/jobs';
import { stateName } from '@polymath/jobs';
import type { FaultParts, Hits } from '../faults.js';
import { openStage, type Stage } from '../stage/stage.js';
import { maxAttempts } from '../stage/times.js';
import { watchBlobs } from './blobs.js';
import { followEnds, type Ends } from './ends.js';
import { letKillsHappen } from './kills.js';
import type { SoakOptions } from './options.js';
import { sampleStage, type Series } from './samples.js';
import { soakSettings } from './settings.js';
import { submitShortJobs } from './short-jobs.js';

/** What a soak has shown. */
export interface SoakResult {
  series: Series[];
  jobs: number;
  hits: Hits;
  seconds: number;
  /** Blobs that nobody named, and what became of them. */
  unnamed: { put: number; left: number };
  /** What was promised and is not so, in words; growth is judged by itself. */
  broken: string[];
  /** Where the logs of the services lie, if something is broken. */
  folder: string | undefined;
}

/** How long the last jobs may take, in milliseconds: many times what they need. */
const patienceMs = 300_000;

/** Jobs, kills and samples for some minutes, and what they leave. @param log told of each kill */
export async function runSoak(
  options: SoakOptions,
  log: (line: string) => void,
): Promise<SoakResult> {
  const settings = { ...soakSettings, maxAttempts };
  const stage = await openStage({ cluster: false, services: 2, settings });
  let keep = true;
  try {
    const result = await underKills(stage, options, log);
    keep = result.broken.length > 0;
    return { ...result, folder: keep ? stage.folder : undefined };
  } finally {
    await stage.close(keep);
  }
}

async function underKills(
  stage: Stage,
  { minutes, seed }: SoakOptions,
  log: (line: string) => void,
): Promise<Omit<SoakResult, 'folder'>> {
  const start = performance.now();
  const over = AbortSignal.timeout(minutes * 60_000);
  const accepted: string[] = [];
  const ends = followEnds(stage.connection);
  const blobs = await watchBlobs(stage, { ends, signal: over });
  const hits: Hits = { running: 0, kills: 0 };
  const seconds = () => (performance.now() - start) / 1000;
  const tell: FaultParts['log'] = (line) =>
    log(`${seconds().toFixed(0)} s: ${line}, ${accepted.length} jobs, ended ${ends.states.size}`);
  const [series] = await Promise.all([
    sampleStage(stage, { onSample: () => blobs.look(), signal: over }),
    submitShortJobs(stage.seats, { accept: (id) => accepted.push(id), signal: over }),
    letKillsHappen({ stage, hits, log: tell }, { seed, signal: over }),
  ]);
  await untilEnded(ends, accepted);
  tell('the kills are over');
  const left = await blobs.leftAtEnd();
  await ends.close();
  await Promise.all(stage.seats.map((seat) => seat.close()));
  const unnamed = { put: blobs.unnamed(), left };
  const broken = [
    ...brokenJobs(ends, accepted),
    ...[...blobs.missing].map(
      (sha256) => `expected the output ${sha256} of a job, it is not there`,
    ),
    ...(left > 0
      ? [`expected no blob that nobody names, ${left} of ${unnamed.put} are there`]
      : []),
    ...stage.seats.flatMap(({ name, surprises }) => surprises.map((what) => `${name} ${what}`)),
  ];
  return { series, jobs: accepted.length, hits, seconds: seconds(), unnamed, broken };
}

async function untilEnded({ states }: Ends, accepted: readonly string[]): Promise<void> {
  const endMs = performance.now() + patienceMs;
  while (!accepted.every((id) => states.has(id)) && performance.now() < endMs) await delay(200);
}

function brokenJobs({ states }: Ends, accepted: readonly string[]): string[] {
  return accepted.flatMap((id) => {
    const state = states.get(id);
    if (state === JobState.JOB_STATE_SUCCEEDED) return [];
    return [
      `expected job ${id} to succeed, it ${state ? `is ${stateName(state)}` : 'has not ended'}`,
    ];
  });
}
