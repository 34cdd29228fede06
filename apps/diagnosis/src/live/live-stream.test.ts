import { notServing } from '@polymath/area/testing';
import {
  DescribeDiagnoserResponse,
  Pooling,
} from '@polymath/contracts/polymath/diagnosis/v1/diagnosis';
import {
  DiagnoseRequest,
  DriftState,
  StreamHeader,
} from '@polymath/contracts/polymath/diagnosis/v1/live';
import { Moments, type Normal } from '@polymath/diagnosis';
import { describe, expect, it } from 'vitest';
import type { ComputeWindows } from './compute-windows.js';
import { LiveStream } from './live-stream.js';
import type { OpenedStream } from './open-stream.js';
import { Timeline } from './timeline.js';

const described = DescribeDiagnoserResponse.fromPartial({
  ...{ conditions: ['normal', 'worn'], sampleRateHz: 100, windowLength: 10 },
  filters: [{ filter: 1, centreHz: 20 }, { filter: 0, centreHz: 5 }], // prettier-ignore
  features: { poolings: [Pooling.POOLING_MEAN, Pooling.POOLING_MAX] },
});

const figure = { mean: 0, deviation: 1 };
const normal: Normal = {
  ...{ windows: 60, limit: 2 },
  cloud: { mean: Float64Array.of(0, 0), root: Float64Array.of(1, 0, 0, 1) },
  figures: { rms: figure, kurtosis: figure, unknownScore: figure },
  scores: { edges: [0.5], counts: [30, 30] },
};

/** Says of each window that it is worn, and how large its first sample is. */
const compute: ComputeWindows = async (windows) =>
  windows.map(({ samples }) => {
    const moments = new Moments();
    moments.push(samples);
    return {
      ...{ badSignal: 0, probabilities: Float32Array.of(0.25, 0.75), unknownScore: 0.5, moments },
      coordinates: Float64Array.of(samples[0]!, 0),
      reasons: [{ feature: 3, share: 1.5 }, { feature: 0, share: -1 }], // prettier-ignore
    };
  });

function liveStream(patch: Parameters<typeof StreamHeader.fromPartial>[0] = {}) {
  const header = StreamHeader.fromPartial({ sampleRateHz: 100, operatingPoint: 'full', ...patch });
  const opened = {
    ...{ header, described, hop: 10, bands: [], normals: new Map([['full', normal]]) },
    diagnoser: { artifact: { sha256: 'a', sizeBytes: 0n, name: '', mediaType: '' }, version: 0 },
    samples: { sampleRateHz: 100, scale: undefined, floatScale: 1 },
    timeline: new Timeline({ fromHz: 100, toHz: 100, windowLength: 10, hop: 10 }),
  } as unknown as OpenedStream;
  return new LiveStream(opened, { compute, envelopes: undefined, artifacts: notServing.artifacts });
}

function block(sequence: number, samples: number[]): DiagnoseRequest {
  const bytes = Buffer.from(Float32Array.from(samples).buffer);
  const value = { sequence: BigInt(sequence), samples: { $case: 'f32Le' as const, value: bytes } };
  return DiagnoseRequest.fromPartial({ part: { $case: 'block', value } });
}

async function eventsOf(events: ReturnType<LiveStream['push']>) {
  const found = [];
  for await (const event of events) found.push(event);
  return found;
}

const wave = (count: number) => Array.from({ length: count }, (_, t) => ((t * 7) % 10) / 10);

describe('LiveStream', () => {
  it('adds what a stream remembers to what is said of its windows', async () => {
    const events = await eventsOf(liveStream().push(block(4, wave(30))));
    const verdicts = events.flatMap(({ $case, value }) => ($case === 'verdict' ? [value] : []));
    expect(verdicts.map(({ window, sequence }) => [window, sequence])).toEqual([[0n, 4n], [1n, 4n], [2n, 4n]]); // prettier-ignore
    // Three votes of the last five, or of as many as there are.
    expect(verdicts.map(({ verdict }) => verdict!.steadyCondition)).toEqual(['', '', 'worn']);
    expect(verdicts[0]!.drift).toMatchObject({ state: DriftState.DRIFT_STATE_STEADY, score: 0 });
    // Feature 3 of two filters is the second pooling of the second filter.
    expect(verdicts[0]!.reasons[0]).toEqual({ filter: 1, pooling: Pooling.POOLING_MAX, centreHz: 20, share: 1.5 }); // prettier-ignore
  });

  it('gives a trend point whenever it is due, also several reports later, and at the end', async () => {
    const live = liveStream({ reportSeconds: 1 });
    const kinds = async (events: ReturnType<LiveStream['push']>) =>
      (await eventsOf(events)).flatMap(({ $case, value }) => ($case === 'trend' ? [value.usableWindows] : [])); // prettier-ignore
    expect(await kinds(live.push(block(0, wave(90))))).toEqual([]);
    expect(await kinds(live.push(block(1, wave(20))))).toEqual([11]);
    expect(await kinds(live.push(block(2, wave(310))))).toEqual([31]);
    expect(await kinds(live.finish())).toEqual([]);
    expect(await kinds(live.push(block(3, wave(10))))).toEqual([]);
    expect(await kinds(live.finish())).toEqual([1]);
  });

  it('loads no engine into its process', () => {
    const { sharedObjects } = process.report.getReport() as unknown as { sharedObjects: string[] };
    expect(sharedObjects.length).toBeGreaterThan(0);
    expect(sharedObjects.filter((path) => path.includes('tensorflow'))).toEqual([]);
  });
});
