import { lenet5 } from '@polymath/compression';
import {
  CompressClassifierRequest,
  Noise_Distribution,
} from '@polymath/contracts/polymath/compression/v1/compression';
import type { JobFiles } from '@polymath/engine-host';
import {
  countParameters,
  createNetwork,
  decodeSnapshot,
  disposeNetwork,
  encodeSnapshot,
  liveTensors,
  randomStream,
} from '@polymath/tensor';
import { afterAll, describe, expect, it } from 'vitest';
import { makeStudent, type Making } from './make-student.js';

const teacher = createNetwork(lenet5(), randomStream(1, 'weights'));
afterAll(() => disposeNetwork(teacher));

const noFiles: JobFiles = {
  input: () => '',
  output: () => '',
};
const fixed = (layer: string, input: number, output: number) => ({
  layer,
  ranks: { $case: 'fixed' as const, value: { input, output } },
});
const noise = {
  source: {
    $case: 'noise' as const,
    value: { distribution: Noise_Distribution.DISTRIBUTION_UNIFORM },
  },
  ...{ samples: 16, epochs: 1, batchSize: 8 },
};
const request = (patch: Parameters<typeof CompressClassifierRequest.fromPartial>[0] = {}) =>
  CompressClassifierRequest.fromPartial({
    layers: [fixed('conv3', 5, 8), fixed('fc1', 80, 0)],
    fineTuning: noise,
    latencyBatchSize: 4,
    ...patch,
  });

async function run({ training }: Making, reports = Infinity): Promise<string[]> {
  const phases: string[] = [];
  for await (const { phase } of training.run()) {
    phases.push(phase);
    if (phases.length === reports) break;
  }
  return phases;
}

describe('makeStudent', () => {
  it('measures nothing unless a speed-up is required', async () => {
    const making = await makeStudent(request(), teacher, noFiles);
    expect(await run(making)).not.toContain('measure');
    expect(making.result().plan.layers.map(({ latency }) => latency)).toEqual([
      undefined,
      undefined,
    ]);
    making.training.dispose();
  });

  it('gives the student the original of each layer that was slower, and the plan its cost', async () => {
    const making = await makeStudent(request({ requireSpeedup: true }), teacher, noFiles);
    await run(making);
    const { student, plan } = making.result();
    const names = student.graph.layers.map(({ name }) => name);
    for (const { layer, latency } of plan.layers) {
      const { originalSecondsPerInput, compressedSecondsPerInput, mergedBack } = latency!;
      expect(latency!.batchSize).toBe(4);
      expect(mergedBack).toBe(compressedSecondsPerInput > originalSecondsPerInput);
      expect(names.includes(layer)).toBe(mergedBack);
    }
    expect(plan.compressed!.parameters).toBe(BigInt(countParameters(student)));
    making.training.dispose();
  });

  it('makes the same student of a checkpoint, whatever the clock says then', async () => {
    const spec = request({ requireSpeedup: true });
    const first = await makeStudent(spec, teacher, noFiles);
    await run(first, 3);
    const snapshot = decodeSnapshot(encodeSnapshot(first.training.save()));
    const second = await makeStudent(spec, teacher, noFiles);
    second.training.load(snapshot);
    expect(second.result().plan).toEqual(first.result().plan);
    expect(second.result().student.graph).toEqual(first.result().student.graph);
    [first, second].forEach(({ training }) => training.dispose());
  });

  it('does not measure a layer that keeps its full rank', async () => {
    const layers = [fixed('fc1', 84, 0)];
    const making = await makeStudent(request({ requireSpeedup: true, layers }), teacher, noFiles);
    expect(await run(making)).not.toContain('measure');
    making.training.dispose();
  });

  it('meets a target over all layers', async () => {
    const target = { $case: 'targetParameterRatio' as const, value: 5 };
    const making = await makeStudent(request({ layers: [], target }), teacher, noFiles);
    const { plan, student } = making.result();
    expect(plan.compressed!.parameters).toBe(BigInt(countParameters(student)));
    expect(countParameters(student)).toBeLessThanOrEqual(61_706 / 5);
    expect(countParameters(student)).toBeGreaterThan(61_706 / 5 - 200);
    making.training.dispose();
  });

  it('leaves no tensor', async () => {
    const before = liveTensors();
    const making = await makeStudent(request({ requireSpeedup: true }), teacher, noFiles);
    await run(making);
    making.training.dispose();
    expect(liveTensors()).toBe(before);
  });
});
