import type { Cost, Sides } from '../low-rank/index.js';
import type { LayerOption, LayerOptions } from './layer-options.js';

/** The way from EVBMF's ranks: to fewer parameters, or to a smaller loss. */
export type Direction = 'thinner' | 'closer';

/**
 * What one layer can become on the way from where the search begins: with no rank above the start's, or none below it. The
 * layer as it is takes part where it is the start or lies on the way. Ordered by cost, without those for which another one
 * costs no more and loses no more: as the cost rises, the loss falls.
 */
export function frontier(
  { start, all }: LayerOptions,
  direction: Direction,
  what: keyof Cost,
): LayerOption[] {
  const reachable = all.filter((option) => isOnTheWay(option, start, direction));
  const ordered = reachable.sort((a, b) => a.cost[what] - b.cost[what] || a.loss - b.loss);
  const best: LayerOption[] = [];
  for (const option of ordered) {
    if (option.loss < (best.at(-1)?.loss ?? Infinity)) best.push(option);
  }
  return best;
}

function isOnTheWay(option: LayerOption, start: LayerOption, direction: Direction): boolean {
  if (direction === 'thinner') {
    return !start.ranks || (option.ranks !== undefined && isWithin(option.ranks, start.ranks));
  }
  return !option.ranks || (start.ranks !== undefined && isWithin(start.ranks, option.ranks));
}

const isWithin = (a: Sides<number>, b: Sides<number>) => a.in <= b.in && a.out <= b.out;
