import { describe, expect, it } from 'vitest';
import { bearingOrders, skf6205 } from './orders.js';

describe('bearingOrders', () => {
  it('are those that the data centre prints for its bearing', () => {
    const orders = bearingOrders(skf6205);
    expect(orders.cage).toBeCloseTo(0.39828, 4);
    expect(orders.outerRace).toBeCloseTo(3.5848, 4);
    expect(orders.innerRace).toBeCloseTo(5.4152, 4);
    expect(orders.ball).toBeCloseTo(4.7135, 3);
    expect(orders.spin).toBeCloseTo(2.35672, 5);
  });

  it('fit each other: BPFO + BPFI = n, FTF = BPFO / n, at any contact angle', () => {
    for (const contactAngleDegrees of [0, 15, 40]) {
      const { outerRace, innerRace, cage } = bearingOrders({ ...skf6205, contactAngleDegrees });
      expect(Math.abs(outerRace + innerRace - 9)).toBeLessThan(1e-12);
      expect(Math.abs(cage - outerRace / 9)).toBeLessThan(1e-12);
    }
  });

  it('names every bad dimension', () => {
    const bad = {
      rollingElements: 0,
      elementDiameter: 2,
      pitchDiameter: 1,
      contactAngleDegrees: 90,
    };
    expect(() => bearingOrders(bad)).toThrow(
      'rollingElements: must be a whole number of at least 1, got 0; pitchDiameter: must be above the elementDiameter 2, got 1; contactAngleDegrees: must lie between -90 and 90, got 90',
    );
  });
});
