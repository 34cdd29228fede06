import { randomStream, type RandomStream } from '@polymath/tensor';

/** What is done to a process, or to the way between two. */
export type FaultKind =
  | 'kill service'
  | 'kill engine'
  | 'kill nats'
  | 'freeze service'
  | 'freeze engine'
  | 'freeze nats'
  | 'cut off service';

/** One fault; its times are in milliseconds. */
export interface Fault {
  kind: FaultKind;
  /** From the beginning of the fault before it. */
  afterMs: number;
  /** How long the process stays away, frozen or cut off. */
  lastsMs: number;
  /** Whom it meets: the choice among those that there are at that moment, modulo their number. */
  choice: number;
}

/** When a job is submitted, from the start of the run, in milliseconds. */
export type SubmitMs = number;

/** How often each fault comes in a run, and how long it lasts at least and at most, in milliseconds. */
const menu: Readonly<Record<FaultKind, { count: number; lastsMs: readonly [number, number] }>> = {
  'kill service': { count: 7, lastsMs: [0, 1000] },
  'kill engine': { count: 13, lastsMs: [0, 0] },
  'kill nats': { count: 3, lastsMs: [0, 3000] },
  // Longer than a silent holder keeps its job (see stage/times.ts), and shorter.
  'freeze service': { count: 3, lastsMs: [500, 8000] },
  'freeze engine': { count: 2, lastsMs: [500, 4000] },
  'freeze nats': { count: 2, lastsMs: [300, 4000] },
  'cut off service': { count: 3, lastsMs: [300, 8000] },
};

/** The pause between the beginnings of two faults, at least and at most, in milliseconds. */
const pauseMs = [500, 2500] as const;

/** The faults of a run in their order. The same seed gives the same ones. */
export function faultSchedule(seed: number): Fault[] {
  const random = randomStream(seed, 'faults');
  const kinds = Object.entries(menu).flatMap(([kind, { count }]) =>
    Array.from({ length: count }, () => kind as FaultKind),
  );
  return [...random.permutation(kinds.length)].map((place) => {
    const kind = kinds[place]!;
    return {
      kind,
      afterMs: between(random, pauseMs),
      lastsMs: between(random, menu[kind].lastsMs),
      choice: random.uint32(),
    };
  });
}

/** When each of a run's jobs is submitted: a third at once, the others over a time. The same seed gives the same times. */
export function submitSchedule(seed: number, jobs: number, overMs: number): SubmitMs[] {
  const random = randomStream(seed, 'submits');
  return Array.from({ length: jobs }, (_, i) => (3 * i < jobs ? 0 : random.integer(overMs)));
}

function between(random: RandomStream, [least, most]: readonly [number, number]): number {
  return least + random.integer(most - least + 1);
}
