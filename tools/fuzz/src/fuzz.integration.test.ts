import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { fuzzAll } from './fuzz-all.js';
import { describeFault } from './report.js';
import { openStage, type Stage } from './stage/stage.js';

// Services are started from source and train what requests name, perhaps beside other tests.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

const seed = 1;
const mutations = 160;

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close(false));

describe('every service', () => {
  it(`answers ${mutations} broken calls with a status that says why, and goes on`, async () => {
    const plan = { seed, mutations, rpc: '', only: undefined };
    const { results, faults } = await fuzzAll(stage, plan, () => undefined);
    const broken = results.flatMap((result) => result.faults);
    expect([...broken.map((fault) => describeFault(seed, fault)), ...faults]).toEqual([]);
    const sent = results.reduce((sum, result) => sum + result.mutations, 0);
    expect(sent).toBeGreaterThanOrEqual(mutations);
  });
});
