import { describe, expect, it } from 'vitest';
import { faultSchedule, submitSchedule } from './schedule.js';

describe('faultSchedule', () => {
  it('is the same for the same seed', () => {
    expect(faultSchedule(7)).toEqual(faultSchedule(7));
  });

  it('is another for another seed', () => {
    expect(faultSchedule(7)).not.toEqual(faultSchedule(8));
  });

  it('has twenty kills of services and engine processes, so that ten can hit a running job', () => {
    const kinds = faultSchedule(7).map(({ kind }) => kind);
    const kills = kinds.filter((kind) => kind === 'kill service' || kind === 'kill engine');
    expect(kills).toHaveLength(20);
  });
});

describe('submitSchedule', () => {
  it('submits a third at once and the others within the time', () => {
    const times = submitSchedule(7, 30, 1000);
    expect(times).toHaveLength(30);
    expect(times.filter((time) => time === 0).length).toBeGreaterThanOrEqual(10);
    expect(Math.max(...times)).toBeLessThan(1000);
  });
});
