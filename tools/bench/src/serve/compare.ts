import { formatLine } from '../line.js';
import { runLoad, type Load } from './load.js';
import type { Side } from './side.js';

/** Ours and what it is compared with. */
export interface Pair<Of> {
  ours: Of;
  peer: Of;
}

/** One load, how often and how long. */
export interface Turns {
  /** A file that holds the serialised request. */
  request: string;
  clients: number;
  seconds: number;
  rounds: number;
}

/** Sides take turns; of each side the best round counts. */
export async function compare(sides: Pair<Side>, { rounds, ...load }: Turns): Promise<Pair<Load>> {
  const loads = { ours: [] as Load[], peer: [] as Load[] };
  for (let round = 0; round < rounds; round++) {
    for (const name of ['ours', 'peer'] as const)
      loads[name].push(await runLoad({ address: sides[name].address, ...load }));
  }
  return { ours: best(loads.ours), peer: best(loads.peer) };
}

/** The load with the most calls a second. */
export function best(loads: readonly Load[]): Load {
  return loads.reduce((a, b) => (b.callsASecond > a.callsASecond ? b : a));
}

/** Prints p50, p99 and calls a second, a line each. */
export function print(name: string, { ours, peer }: Pair<Load>): void {
  const latency = (key: 'p50Ms' | 'p99Ms', label: string) =>
    console.log(
      formatLine({
        ...{ name: `${name}-${label}`, ours: ours[key], peer: peer[key] },
        ...{ ratio: peer[key] / ours[key], unit: 'ms' },
      }),
    );
  latency('p50Ms', 'p50');
  latency('p99Ms', 'p99');
  console.log(
    formatLine({
      ...{ name, ours: ours.callsASecond, peer: peer.callsASecond },
      ...{ ratio: ours.callsASecond / peer.callsASecond, unit: 'calls a second' },
    }),
  );
}
