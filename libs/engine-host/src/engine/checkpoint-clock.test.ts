import { describe, expect, it } from 'vitest';
import { checkpointClock } from './checkpoint-clock.js';

/** A checkpoint clock whose time is moved by hand. */
function clockAt(everyMs: number) {
  let now = 0;
  const clock = checkpointClock({ everyMs }, () => now);
  return { clock, wait: (ms: number) => (now += ms) };
}

describe('checkpointClock', () => {
  it('is due each time the interval has passed', async () => {
    const { clock, wait } = clockAt(60_000);
    wait(59_999);
    expect(clock.isDue()).toBe(false);
    wait(1);
    expect(clock.isDue()).toBe(true);
    await clock.measure(() => Promise.resolve());
    expect(clock.isDue()).toBe(false);
  });

  it('waits ten times what the last checkpoint cost', async () => {
    const { clock, wait } = clockAt(60_000);
    await clock.measure(() => {
      wait(9000);
      return Promise.resolve();
    });
    wait(89_999);
    expect(clock.isDue()).toBe(false);
    wait(1);
    expect(clock.isDue()).toBe(true);
  });

  it('can count reports instead', () => {
    const clock = checkpointClock({ everyMs: 0, everyReports: 2 });
    expect([1, 2, 3, 4].map(() => clock.isDue())).toEqual([false, true, false, true]);
  });
});
