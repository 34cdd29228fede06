import { cpus } from 'node:os';

/** Two runs that are compared, each in a process of its own with a number of threads. */
export interface Sides<Result> {
  ours: (threads: number, round: number) => Promise<Result>;
  peer: (threads: number, round: number) => Promise<Result>;
}

/** The numbers of threads that each side is tried with. */
export const threadCounts: readonly number[] = cpus().length > 1 ? [1, 2] : [1];

/** Runs both sides in turn, never at once, with each number of threads, as often as there are rounds. */
export async function takeTurns<Result>(
  { ours, peer }: Sides<Result>,
  rounds: number,
): Promise<{ ours: Result[]; peer: Result[] }> {
  const results = { ours: [] as Result[], peer: [] as Result[] };
  for (let round = 0; round < rounds; round++) {
    for (const threads of threadCounts) {
      results.ours.push(await ours(threads, round));
      results.peer.push(await peer(threads, round));
    }
  }
  return results;
}
