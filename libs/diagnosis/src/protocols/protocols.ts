import { randomStream } from '@polymath/tensor';
import { badShares, refuse } from '../checks.js';
import type { Origin } from '../windows/index.js';
import { splitBy, type Split } from './split.js';

const sameRecording =
  'test windows come from the recordings that taught: the same machine, bearing, load, mounting, gain and minute';
const sameBearing = 'the test load is another run of the same bearings in the same mounting';
const otherBearing =
  'faulty bearings of the test were never seen; healthy windows come from the recordings that taught, and rig and sensor are the same';

/**
 * A random share of each condition's windows teaches, the rest tests.
 * @param share of the windows that teach, 0 to 1
 * @throws invalid-input when windows overlap: a random split would put shared samples on both sides
 */
export function randomSplit(origins: readonly Origin[], share: number, seed: number): Split {
  refuse(badShares({ share }));
  const chosen = new Set<number>();
  const random = randomStream(seed, 'split');
  for (const places of groupBy(origins, ({ condition }) => condition).values()) {
    const order = random.permutation(places.length);
    const count = Math.round(share * places.length);
    order.subarray(0, count).forEach((k) => chosen.add(places[k]!));
  }
  const name = `random ${percent(share)}, seed ${seed}`;
  const about = { name, target: 'condition', leaks: sameRecording } as const;
  return splitBy(origins, about, (_, place) => (chosen.has(place) ? 'train' : 'test'));
}

/** The first windows of each recording teach, later ones test; one window between them is left out. */
export function withinRecording(origins: readonly Origin[], share: number): Split {
  refuse(badShares({ share }));
  const sides = new Map<number, 'train' | 'test'>();
  for (const places of groupBy(origins, ({ recording }) => recording).values()) {
    halve(origins, places, share, sides);
  }
  const name = `first ${percent(share)} of each recording`;
  const about = { name, target: 'condition', leaks: sameRecording } as const;
  return splitBy(origins, about, (_, place) => sides.get(place));
}

/** One load teaches, each other one tests: a split for each. */
export function oneLoadToOthers(origins: readonly Origin[], load: string): Split[] {
  return loadsOf(origins)
    .filter((other) => other !== load)
    .map((other) => {
      const about = {
        name: `${load} to ${other}`,
        target: 'condition',
        leaks: sameBearing,
      } as const;
      const sides = new Map([[load, 'train'] as const, [other, 'test'] as const]);
      return splitBy(origins, about, (origin) => sides.get(origin.load));
    });
}

/** Each load tests once, all others teach. */
export function leaveOneLoadOut(origins: readonly Origin[]): Split[] {
  return loadsOf(origins).map((load) => {
    const about = { name: `all but ${load}`, target: 'condition', leaks: sameBearing } as const;
    return splitBy(origins, about, (origin) => (origin.load === load ? 'test' : 'train'));
  });
}

/** Each size of fault tests once, others teach, the kind of fault is asked for; of healthy recordings the first half teaches. */
export function leaveOneSeverityOut(origins: readonly Origin[]): Split[] {
  const severities = [...new Set(origins.flatMap(({ severity }) => severity ?? []))].sort();
  const healthy = new Map<number, 'train' | 'test'>();
  for (const places of groupBy(origins, ({ recording }) => recording).values()) {
    if (origins[places[0]!]!.severity === undefined) halve(origins, places, 0.5, healthy);
  }
  return severities.map((severity) => {
    const about = { name: `all but ${severity}`, target: 'fault', leaks: otherBearing } as const;
    return splitBy(origins, about, (origin, place) =>
      origin.severity === undefined
        ? healthy.get(place)
        : origin.severity === severity
          ? 'test'
          : 'train',
    );
  });
}

/** Of the windows of one recording, a share of the first teaches and what does not overlap it or the next window tests. */
function halve(
  origins: readonly Origin[],
  places: readonly number[],
  share: number,
  sides: Map<number, 'train' | 'test'>,
): void {
  const order = places.toSorted((a, b) => origins[a]!.start - origins[b]!.start);
  const count = Math.round(share * order.length);
  const gap = origins[order[count] ?? -1];
  const free = gap ? gap.start + gap.length : Infinity;
  order.forEach((place, i) => {
    if (i < count) sides.set(place, 'train');
    else if (origins[place]!.start >= free) sides.set(place, 'test');
  });
}

function groupBy(
  origins: readonly Origin[],
  key: (origin: Origin) => string,
): Map<string, number[]> {
  const groups = new Map<string, number[]>();
  origins.forEach((origin, place) => {
    const group = groups.get(key(origin));
    if (group) group.push(place);
    else groups.set(key(origin), [place]);
  });
  return groups;
}

const loadsOf = (origins: readonly Origin[]) =>
  [...new Set(origins.map(({ load }) => load))].sort();

const percent = (share: number) => `${Math.round(100 * share)} %`;
