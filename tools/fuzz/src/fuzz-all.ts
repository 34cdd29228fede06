import { enginesOf } from '@polymath/e2e';
import { fuzzRpc, type RpcResult } from './fuzz-rpc.js';
import { watchMadeJobs } from './made-jobs.js';
import type { Rpc } from './rpcs.js';
import { servedBy } from './served.js';
import { describeFootprint, footprintOf, growth, settledFootprint } from './stage/footprint.js';
import type { Stage } from './stage/stage.js';
import type { AreaWorld } from './stage/world.js';
import { join } from 'node:path';

/** What is sent. */
export interface FuzzPlan {
  seed: number;
  mutations: number;
  rpc: string;
  only: number | undefined;
}

/** What it came to. */
export interface FuzzResult {
  results: readonly RpcResult[];
  /** What is wrong with a service as a whole. */
  faults: readonly string[];
  jobs: number;
}

/** Sends mutations of every RPC to every service that serves it, to all services at once. */
export async function fuzzAll(
  stage: Stage,
  plan: FuzzPlan,
  log: (line: string) => void,
): Promise<FuzzResult> {
  const pairs: { world: AreaWorld; rpcs: Rpc[] }[] = [];
  for (const world of stage.worlds) {
    const rpcs = (await servedBy(world)).filter(({ path }) => path.includes(plan.rpc));
    pairs.push({ world, rpcs });
  }
  const count = pairs.reduce((sum, { rpcs }) => sum + rpcs.length, 0);
  const each = Math.ceil(plan.mutations / Math.max(1, count));
  const numbers = plan.only === undefined ? Array.from({ length: each }, (_, i) => i) : [plan.only];
  const fuzzed = await Promise.all(
    pairs.map(({ world, rpcs }) =>
      fuzzService(stage, world, { rpcs, seed: plan.seed, numbers, log }),
    ),
  );
  return {
    results: fuzzed.flatMap(({ results }) => results),
    faults: fuzzed.flatMap(({ faults }) => faults),
    jobs: fuzzed.reduce((sum, { jobs }) => sum + jobs, 0),
  };
}

async function fuzzService(
  stage: Stage,
  world: AreaWorld,
  plan: { rpcs: Rpc[]; seed: number; numbers: readonly number[]; log: (line: string) => void },
): Promise<FuzzResult> {
  const { rpcs, seed, numbers, log } = plan;
  const { name } = world;
  const { pid } = stage.services[name];
  const probes = join(stage.folder, 'probes');
  // Code that has never run is compiled by its first calls: that is no leak.
  const warm = await watchMadeJobs(world);
  for (const rpc of rpcs) await fuzzRpc({ world, rpc, jobs: warm }, { seed: seed + 1, numbers: [0, 1, 2] }); // prettier-ignore
  const before = await footprintOf(pid, probes);
  log(`${name}: ${describeFootprint(before)}`);
  const jobs = await watchMadeJobs(world);
  const results: RpcResult[] = [];
  for (const rpc of rpcs) {
    results.push(await fuzzRpc({ world, rpc, jobs }, { seed, numbers }));
  }
  const faults = (await jobs.faults()).map((fault) => `${name}: ${fault}`);
  const after = await settledFootprint(pid, probes, before);
  log(`${name}: ${describeFootprint(after)}`);
  faults.push(...growth(before, after).map((more) => `${name}: ${more}`));
  const running = enginesOf(pid);
  for (const engine of stage.engines[name]) {
    if (!running.includes(engine)) faults.push(`${name}: engine process ${engine} has ended`);
  }
  return { results, faults, jobs: jobs.count() };
}
