import { indicatorsOf, NormalWatch, type Departure, type Normal, type Observation } from '@polymath/diagnosis'; // prettier-ignore
import type { WindowFacts } from './window-facts.js';

/** What a usable window says of its machine. */
export function observationOf({ moments, coordinates, unknownScore }: WindowFacts): Observation {
  const { rms, kurtosis } = indicatorsOf(moments)!;
  return { coordinates, rms, kurtosis, unknownScore };
}

/** Holds a stream against the normal of the operating point that it is at; one that it comes back to begins anew. */
export class DriftWatch {
  private point: string | undefined;
  private watch: NormalWatch | undefined;

  constructor(private readonly normals: ReadonlyMap<string, Normal>) {}

  /** Takes the next usable window; undefined where there is nothing to hold it against. */
  push(facts: WindowFacts, operatingPoint: string): Departure | undefined {
    if (operatingPoint !== this.point) {
      const normal = this.normals.get(operatingPoint);
      this.watch = normal && new NormalWatch(normal);
      this.point = operatingPoint;
    }
    return this.watch?.push(observationOf(facts));
  }

  /** Of unknown scores; undefined where there is nothing to hold them against, or too few. */
  stabilityIndex(): number | undefined {
    return this.watch?.stabilityIndex();
  }
}
