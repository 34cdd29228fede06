import { setTimeout as delay } from 'node:timers/promises';
import { randomStream } from '@polymath/tensor';
import { carryOut, type FaultParts } from '../faults.js';
import type { Fault, FaultKind } from '../schedule.js';
import { pace } from './settings.js';

const kinds: readonly FaultKind[] = ['kill engine', 'kill service', 'kill nats'];
/** How long what was killed stays away, at most, in milliseconds. */
const longestMs = 3000;

/** The kills of a soak, without end. The same seed gives the same ones. */
export function* soakKills(seed: number): Generator<Fault, never> {
  const random = randomStream(seed, 'soak');
  for (;;) {
    yield {
      kind: kinds[random.integer(kinds.length)]!,
      afterMs: pace.killMs / 2 + random.integer(pace.killMs),
      lastsMs: random.integer(longestMs + 1),
      choice: random.uint32(),
    };
  }
}

/**
 * Lets kills happen until the signal is aborted. The first service is never killed itself: what it leaks over the whole time
 * is to be seen.
 */
export async function letKillsHappen(
  parts: FaultParts,
  { seed, signal }: { seed: number; signal: AbortSignal },
): Promise<void> {
  const spared = { ...parts.stage, seats: parts.stage.seats.slice(1) };
  const begun: Promise<void>[] = [];
  for (const kill of soakKills(seed)) {
    await delay(kill.afterMs, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) break;
    const stage = kill.kind === 'kill service' ? spared : parts.stage;
    begun.push(carryOut({ ...parts, stage }, kill));
  }
  await Promise.all(begun);
}
