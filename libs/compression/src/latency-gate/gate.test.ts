import type { Report, Snapshot, Training } from '@polymath/tensor';
import { describe, expect, it } from 'vitest';
import { isSlower, latencyGate, type LayerTimes } from './gate.js';

const layers = ['conv1', 'conv2'];
const clock: Record<string, [number, number]> = { conv1: [1e-5, 2e-5], conv2: [3e-5, 1e-5] };

/** A training of two steps that remembers what it was begun with. */
class Two implements Training {
  step = 0;
  isDisposed = false;
  constructor(readonly slower: readonly string[]) {}
  async *run(): AsyncGenerator<Report, void> {
    while (this.step < 2) {
      this.step++;
      yield { phase: 'two', step: this.step, steps: 2, metrics: {} };
    }
  }
  save = (): Snapshot => ({ tensors: new Map(), state: this.step });
  load = ({ state }: Snapshot) => void (this.step = Number(state));
  dispose = () => void (this.isDisposed = true);
}

/** A gate, what it measured and what it began. */
function setUp(times = clock) {
  const measured: string[] = [];
  const begun: Two[] = [];
  const gate = latencyGate({
    layers,
    measure: (layer) => {
      measured.push(layer);
      const [original, compressed] = times[layer]!;
      return { layer, original, compressed };
    },
    begin: (found: readonly LayerTimes[]) => {
      const training = new Two(found.filter(isSlower).map(({ layer }) => layer));
      begun.push(training);
      return training;
    },
  });
  return { gate, measured, begun };
}

/** Runs until so many reports have come. */
async function take(gate: Training, reports = Infinity): Promise<Report[]> {
  const taken: Report[] = [];
  for await (const report of gate.run()) {
    taken.push(report);
    if (taken.length === reports) break;
  }
  return taken;
}

const asJson = ({ tensors, state }: Snapshot): Snapshot => ({
  tensors,
  state: JSON.parse(JSON.stringify(state)) as Snapshot['state'],
});

describe('latencyGate', () => {
  it('measures every layer once, then trains what was begun', async () => {
    const { gate, measured, begun } = setUp();
    const phases = (await take(gate)).map(({ phase, step }) => `${phase} ${step}`);
    expect(phases).toEqual(['measure 1', 'measure 2', 'two 1', 'two 2']);
    expect(measured).toEqual(layers);
    expect(begun.map(({ slower }) => slower)).toEqual([['conv1']]);
  });

  it('says which layer is slower, and the times', async () => {
    const notes = (await take(setUp().gate)).map(({ note }) => note);
    expect(notes.slice(0, 2)).toEqual([
      'layer conv1: 10.00 µs an input as it was, 20.00 µs decomposed: slower, so the original stays',
      'layer conv2: 30.00 µs an input as it was, 10.00 µs decomposed: not slower, so it stays',
    ]);
  });

  it('keeps a layer that takes as long as before', () => {
    expect(isSlower({ layer: 'a', original: 1, compressed: 1 })).toBe(false);
  });

  it.each([1, 2, 3])(
    'neither measures nor decides again after report %i, though the machine is another',
    async (reports) => {
      const first = setUp();
      await take(first.gate, reports);
      const other = setUp({ conv1: [2, 1], conv2: [1, 2] });
      other.gate.load(asJson(first.gate.save()));
      const rest = await take(other.gate);
      expect(rest).toHaveLength(4 - reports);
      expect(other.measured).toEqual(layers.slice(reports));
      expect(other.begun[0]!.slower).toEqual(reports === 1 ? ['conv1', 'conv2'] : ['conv1']);
      expect(other.gate.times[0]).toEqual(first.gate.times[0]);
    },
  );

  it('hands the state of the training through', async () => {
    const first = setUp();
    await take(first.gate, 3);
    const second = setUp();
    second.gate.load(asJson(first.gate.save()));
    expect(second.begun[0]!.step).toBe(1);
  });

  it.each<[string, unknown]>([
    ['none', null],
    ['those of other layers', { times: [{ layer: 'x', original: 1, compressed: 1 }] }],
    ['too few for what was begun', { times: [], begun: true, state: 0 }],
    ['no numbers', { times: [{ layer: 'conv1', original: 'fast', compressed: 1 }] }],
  ])('refuses a snapshot whose times are %s', (_, state) => {
    const snapshot = { tensors: new Map(), state } as Snapshot;
    expect(() => setUp().gate.load(snapshot)).toThrow(
      'snapshot: expected times of the layers conv1, conv2',
    );
  });

  it('frees what it began, and stops when it is told to', async () => {
    const { gate, begun } = setUp();
    await take(gate);
    gate.dispose();
    expect(begun[0]!.isDisposed).toBe(true);
    const reason = new Error('stop');
    await expect(setUp().gate.run(AbortSignal.abort(reason)).next()).rejects.toBe(reason);
  });
});
