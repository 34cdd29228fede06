import { BadSignal } from '@polymath/contracts/polymath/diagnosis/v1/diagnosis';
import { Moments } from '@polymath/diagnosis';
import { describe, expect, it } from 'vitest';
import { factsFromWire, factsToWire, liveSignature, sizesOf, type WindowFacts } from './window-facts.js'; // prettier-ignore

const moments = new Moments();
moments.push([1, -2, 4]);
const facts: WindowFacts = {
  ...{ badSignal: BadSignal.BAD_SIGNAL_UNSPECIFIED, unknownScore: 0.25, moments },
  probabilities: Float32Array.of(0.75, 0.25),
  coordinates: Float64Array.of(1, 2, 3),
  reasons: [
    { feature: 7, share: -2.5 },
    { feature: 1, share: 0.5 },
  ],
};
const nothing: WindowFacts = {
  ...{
    badSignal: BadSignal.BAD_SIGNAL_CLIPPED,
    unknownScore: 0,
    moments: new Moments(),
    reasons: [],
  },
  ...{ probabilities: new Float32Array(2), coordinates: new Float64Array(3) },
};
const sizes = sizesOf(2, 3, 2);

describe('facts of windows', () => {
  it('come out of the wire as they went in', () => {
    const [first, second] = factsFromWire(factsToWire([facts, nothing], sizes));
    expect({ ...first, moments: first!.moments.state }).toEqual({
      ...facts,
      moments: moments.state,
    });
    expect(second).toMatchObject({ badSignal: BadSignal.BAD_SIGNAL_CLIPPED, unknownScore: 0 });
  });

  it('have the shapes of the signature', () => {
    const wire = factsToWire([facts, nothing, facts], sizes);
    const { outputs } = liveSignature(1200, sizes);
    expect(wire.map(({ name, datatype, shape }) => [name, datatype, shape[1]])).toEqual(
      outputs.map(({ name, datatype, shape }) => [name, datatype, Number(shape[1])]),
    );
    expect(wire.every(({ shape }) => shape[0] === 3)).toBe(true);
  });
});
