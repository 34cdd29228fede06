import type { Report } from '@polymath/tensor';
import { describe, expect, it } from 'vitest';
import { reportFilter } from './report-filter.js';

const report = (phase: string, step: number, steps = 1000): Report => ({
  phase,
  step,
  steps,
  metrics: {},
});

/** A filter with a clock that stands still until it is moved. */
function filtered() {
  const passed: string[] = [];
  let now = 0;
  const filter = reportFilter(
    ({ phase, step }) => passed.push(`${phase} ${step}`),
    () => now,
  );
  return { filter, passed, wait: (ms: number) => (now += ms) };
}

describe('reportFilter', () => {
  it('passes four reports a second', () => {
    const { filter, passed, wait } = filtered();
    for (let step = 1; step <= 100; step++) {
      filter.add(report('a', step));
      wait(25);
    }
    expect(passed).toEqual([1, 11, 21, 31, 41, 51, 61, 71, 81, 91].map((step) => `a ${step}`));
  });

  it('passes the first and the last report of each phase', () => {
    const { filter, passed } = filtered();
    for (const phase of ['a', 'b']) {
      for (let step = 1; step <= 9; step++) filter.add(report(phase, step, 9));
    }
    expect(passed).toEqual(['a 1', 'a 9', 'b 1', 'b 9']);
  });

  it('passes the last report of a phase that ends early', () => {
    const { filter, passed } = filtered();
    for (const step of [1, 2, 3]) filter.add(report('a', step));
    filter.add(report('b', 1));
    filter.add(report('b', 2));
    filter.flush();
    filter.flush();
    expect(passed).toEqual(['a 1', 'a 3', 'b 1', 'b 2']);
  });

  it('passes every report with a picture', () => {
    const { filter, passed } = filtered();
    const preview = {
      title: '',
      width: 1,
      height: 1,
      channels: 1 as const,
      pixels: new Uint8Array(1),
    };
    filter.add(report('a', 1));
    filter.add({ ...report('a', 2), preview });
    expect(passed).toEqual(['a 1', 'a 2']);
  });
});
