/** Something to choose: what it costs, a whole number, and what is lost by it. */
export interface Choice {
  readonly cost: number;
  readonly loss: number;
}

/** Below it the choice is exact; above it costs are counted in units. */
const mostUnits = 65_536;
/** Comparisons at most: some seconds. */
const mostWork = 1e9;

/**
 * Takes one choice from each list so that the sum of the losses is least among those whose costs add up to at most `budget`:
 * the multiple-choice knapsack problem, by dynamic programming over the budget (Dudziński and Walukiewicz, Exact methods for
 * the knapsack problem and its generalizations, 1987). A greater budget never loses more.
 *
 * Where the lists are so long or so dear that this takes too long, each cost is rounded up to a multiple of a unit that depends
 * on the lists alone: as much as lists · unit of the budget is then left over.
 *
 * @param lists each by rising cost and falling loss
 * @returns the place of the choice in each list, or undefined when the cheapest ones together cost more than the budget
 */
export function allocate(
  lists: readonly (readonly Choice[])[],
  budget: number,
): number[] | undefined {
  const cheapest = sum(lists.map((list) => list[0]!.cost));
  if (cheapest > budget) return undefined;
  const unit = unitOf(lists);
  const slots = Math.floor(Math.min(budget, largestTotal(lists)) / unit);
  const units = lists.map((list) => list.map(({ cost }) => Math.ceil(cost / unit)));
  // Rounding can push the cheapest over the edge, where nothing else fits anyway.
  if (sum(units.map((list) => list[0]!)) > slots) return lists.map(() => 0);
  return readBack(units, fill(lists, units, slots), slots);
}

function unitOf(lists: readonly (readonly Choice[])[]): number {
  const choices = sum(lists.map((list) => list.length));
  const most = Math.max(Math.min(mostUnits, Math.floor(mostWork / choices)), 1);
  return Math.max(Math.ceil(largestTotal(lists) / most), 1);
}

const largestTotal = (lists: readonly (readonly Choice[])[]) =>
  sum(lists.map((list) => list.at(-1)!.cost));

/** For each list and each number of slots, the choice that belongs to the least loss of this list and those before it. */
function fill(
  lists: readonly (readonly Choice[])[],
  units: readonly (readonly number[])[],
  slots: number,
): Int32Array[] {
  let least = new Float64Array(slots + 1); // of no list: nothing is lost
  return lists.map((list, l) => {
    const next = new Float64Array(slots + 1).fill(Infinity);
    const chosen = new Int32Array(slots + 1);
    list.forEach(({ loss }, i) => {
      const size = units[l]![i]!;
      for (let slot = size; slot <= slots; slot++) {
        const total = least[slot - size]! + loss;
        if (total >= next[slot]!) continue;
        next[slot] = total;
        chosen[slot] = i;
      }
    });
    least = next;
    return chosen;
  });
}

function readBack(
  units: readonly (readonly number[])[],
  chosen: readonly Int32Array[],
  slots: number,
): number[] {
  const places: number[] = [];
  let left = slots;
  for (let l = units.length - 1; l >= 0; l--) {
    const place = chosen[l]![left]!;
    places.unshift(place);
    left -= units[l]![place]!;
  }
  return places;
}

const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
