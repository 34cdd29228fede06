import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { remember } from './remember.js';

/** Looks that end when they are told to, by a clock that is set by hand. */
function looks() {
  const clock = { ms: 0 };
  const begun: { end: (value: number) => void; fail: () => void }[] = [];
  const look = () =>
    new Promise<number>((resolve, reject) => {
      begun.push({ end: resolve, fail: () => reject(new Error('broken')) });
    });
  const ask = remember(look, { leastMs: 1000, timesCost: 100, nowMs: () => clock.ms });
  return { clock, begun, ask };
}

describe('remember', () => {
  it('waits for no look, and has one at a time', async () => {
    const { begun, ask } = looks();
    expect([ask(), ask()]).toEqual([undefined, undefined]);
    expect(begun).toHaveLength(1);
    begun[0]!.end(7);
    await nextTurn();
    expect(ask()).toBe(7);
  });

  it('looks again after the least time', async () => {
    const { clock, begun, ask } = looks();
    ask();
    begun[0]!.end(7);
    await nextTurn();
    clock.ms = 999;
    ask();
    expect(begun).toHaveLength(1);
    clock.ms = 1000;
    expect(ask()).toBe(7);
    expect(begun).toHaveLength(2);
    begun[1]!.end(8);
    await nextTurn();
    expect(ask()).toBe(8);
  });

  it('looks again after a hundred times what a slow look took', async () => {
    const { clock, begun, ask } = looks();
    ask();
    clock.ms = 50;
    begun[0]!.end(7);
    await nextTurn();
    clock.ms = 4999;
    ask();
    expect(begun).toHaveLength(1);
    clock.ms = 5000;
    ask();
    expect(begun).toHaveLength(2);
  });

  it('forgets what it knew when a look fails', async () => {
    const { clock, begun, ask } = looks();
    ask();
    begun[0]!.end(7);
    await nextTurn();
    clock.ms = 1000;
    ask();
    begun[1]!.fail();
    await nextTurn();
    expect(ask()).toBeUndefined();
  });
});
