import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allocate, type Choice } from './allocate.js';

/** Lists as {@link allocate} takes them: rising cost, falling loss. */
const list = fc
  .uniqueArray(fc.integer({ min: 0, max: 60 }), { minLength: 1, maxLength: 5 })
  .chain((costs) =>
    fc
      .uniqueArray(fc.integer({ min: 0, max: 1000 }), {
        minLength: costs.length,
        maxLength: costs.length,
      })
      .map((losses): Choice[] => {
        losses.sort((a, b) => b - a);
        costs.sort((a, b) => a - b);
        return costs.map((cost, k) => ({ cost, loss: losses[k]! }));
      }),
  );
const lists = fc.array(list, { minLength: 1, maxLength: 4 });
const budget = fc.integer({ min: 0, max: 250 });

const totals = (chosen: readonly Choice[]) => ({
  cost: chosen.reduce((sum, { cost }) => sum + cost, 0),
  loss: chosen.reduce((sum, { loss }) => sum + loss, 0),
});

/** Every way to take one of each list. */
function* all(of: readonly (readonly Choice[])[]): Generator<Choice[]> {
  const [first, ...rest] = of;
  if (!first) {
    yield [];
    return;
  }
  for (const choice of first) for (const others of all(rest)) yield [choice, ...others];
}

const chosenOf = (of: Choice[][], most: number) =>
  allocate(of, most)?.map((place, l) => of[l]![place]!);

describe('allocate', () => {
  it('loses as little as the best of all combinations', () => {
    fc.assert(
      fc.property(lists, budget, (of, most) => {
        const affordable = [...all(of)].map(totals).filter(({ cost }) => cost <= most);
        const least = Math.min(...affordable.map(({ loss }) => loss));
        const chosen = chosenOf(of, most);
        expect(chosen !== undefined).toBe(affordable.length > 0);
        if (!chosen) return;
        expect(totals(chosen).cost).toBeLessThanOrEqual(most);
        expect(totals(chosen).loss).toBe(least);
      }),
    );
  });

  it('never loses more with a greater budget', () => {
    fc.assert(
      fc.property(lists, budget, budget, (of, a, b) => {
        const [less, more] = [a, b].sort((x, y) => x - y).map((most) => chosenOf(of, most));
        if (less) expect(totals(more!).loss).toBeLessThanOrEqual(totals(less).loss);
      }),
    );
  });

  it('stays within a large budget, and leaves a millesimal of it at most', () => {
    const long = Array.from({ length: 6 }, (_, l) =>
      Array.from({ length: 3000 }, (_, i) => ({ cost: 7919 * i + l, loss: 3000 - i })),
    );
    const most = 50_000_003;
    const { cost } = totals(chosenOf(long, most)!);
    expect(cost).toBeLessThanOrEqual(most);
    expect(cost).toBeGreaterThan(0.999 * most);
  });

  it('takes the cheapest of each where the budget allows no more, also in units', () => {
    const dear = [
      [
        { cost: 1_000_001, loss: 2 },
        { cost: 90_000_000, loss: 1 },
      ],
      [{ cost: 3, loss: 1 }],
    ];
    expect(allocate(dear, 1_000_004)).toEqual([0, 0]);
    expect(allocate(dear, 1_000_003)).toBeUndefined();
  });
});
