import { EnvelopeReport } from '@polymath/contracts/polymath/diagnosis/v1/live';
import { Unit } from '@polymath/contracts/polymath/diagnosis/v1/recording';
import { skf6205 } from '@polymath/diagnosis';
import { PolymathError } from '@polymath/errors';
import { createLogger } from '@polymath/service-kit';
import { describe, expect, it } from 'vitest';
import { EnvelopeWatch } from './envelope-watch.js';
import { decodeStretch, type Stretch } from './stretch.js';
import { Turns } from './turns.js';

const bearing = { ...skf6205, contactAngleDegrees: 0 };
const facts = { sampleRateHz: 10, unit: Unit.UNIT_G, bearing, bands: [] };
const placeOf = (samples: number) => ({ startSeconds: samples, t0Nanos: 5n });

/** A watch at 10 Hz, so it keeps 40 samples, and what it had analysed. */
function watched(answer: () => Promise<void> = () => Promise.resolve()) {
  const stretches: Stretch[] = [];
  const watch = new EnvelopeWatch({
    ...{ facts, turns: new Turns(), signal: new AbortController().signal },
    log: createLogger('test', 'silent'),
    call: async function* (_name, request) {
      stretches.push(decodeStretch(request));
      await answer();
      yield EnvelopeReport.encode(EnvelopeReport.fromPartial({ rpm: 60 })).finish();
    },
  });
  return { watch, stretches };
}
const rising = (from: number, count: number) => Float32Array.from({ length: count }, (_, i) => from + i); // prettier-ignore

describe('EnvelopeWatch', () => {
  it('analyses the last four seconds, in order, and says where they begin', async () => {
    const { watch, stretches } = watched();
    for (let i = 0; i < 9; i++) watch.push(rising(7 * i, 7));
    watch.begin(60, placeOf);
    await watch.idle();
    expect([...stretches[0]!.samples]).toEqual([...rising(23, 40)]);
    expect(watch.take()).toMatchObject([{ rpm: 60, startSeconds: 40, t0Nanos: 5n }]);
    expect(watch.take()).toEqual([]);
  });

  it('takes a block that is longer than what it keeps', async () => {
    const { watch, stretches } = watched();
    watch.push(rising(0, 100));
    watch.begin(60, placeOf);
    await watch.idle();
    expect([...stretches[0]!.samples]).toEqual([...rising(60, 40)]);
  });

  it('begins nothing without a speed, with less than a second, or while one is running', async () => {
    const { watch, stretches } = watched();
    watch.push(rising(0, 9));
    watch.begin(60, placeOf);
    watch.push(rising(9, 9));
    watch.begin(0, placeOf);
    watch.begin(60, placeOf);
    watch.begin(60, placeOf);
    watch.gap();
    await watch.idle();
    watch.begin(60, placeOf);
    await watch.idle();
    expect(stretches).toHaveLength(1);
  });

  it('outlives a process that died, not what is wrong with the signal', async () => {
    for (const [kind, throws] of [
      ['unavailable', false],
      ['invalid-input', true],
    ] as const) {
      const { watch } = watched(() => Promise.reject(new PolymathError(kind, 'so')));
      watch.push(rising(0, 20));
      watch.begin(60, placeOf);
      await watch.idle();
      if (throws) expect(() => watch.take()).toThrow('so');
      else expect(watch.take()).toEqual([]);
    }
  });

  it('wakes who waits for a block when a report is ready', async () => {
    let finish!: () => void;
    const { watch } = watched(() => new Promise((resolve) => (finish = resolve)));
    watch.push(rising(0, 20));
    watch.begin(60, placeOf);
    const ready = watch.readyBefore(new Promise(() => undefined));
    await new Promise((resolve) => setImmediate(resolve));
    finish();
    expect(await ready).toBe(true);
    watch.take();
    expect(await watch.readyBefore(Promise.resolve())).toBe(false);
  });
});
