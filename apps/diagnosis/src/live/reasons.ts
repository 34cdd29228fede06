import type {
  DescribeDiagnoserResponse,
  Reason,
} from '@polymath/contracts/polymath/diagnosis/v1/diagnosis';
import type { WindowFacts } from './window-facts.js';

/** What speaks most for or against the likeliest condition; features of each pooling follow each other. */
export function reasonMessages(
  { filters, features }: DescribeDiagnoserResponse,
  { reasons }: WindowFacts,
  most: number,
): Reason[] {
  return reasons.slice(0, most).map(({ feature, share }) => {
    const filter = feature % filters.length;
    const pooling = features!.poolings[Math.floor(feature / filters.length)]!;
    const centreHz = filters.find((band) => band.filter === filter)!.centreHz;
    return { filter, pooling, centreHz, share };
  });
}
