import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

/** Resident memory of one process, in bytes; Linux. */
export function residentBytes(pid: number): number {
  const [, kilobytes = NaN] =
    /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) * 1024;
}

/** What some work gives, and by how much the memory of a process rose above where it began, at most, in bytes. */
export async function withMemoryPeak<Result>(
  pid: number,
  work: () => Promise<Result>,
): Promise<{ result: Result; roseBytes: number }> {
  const before = residentBytes(pid);
  const peak = { bytes: before };
  const done = new AbortController();
  const look = async () => {
    while (!done.signal.aborted) {
      peak.bytes = Math.max(peak.bytes, residentBytes(pid));
      await delay(20, undefined, { signal: done.signal }).catch(() => undefined);
    }
  };
  const looking = look();
  const result = await work().finally(() => done.abort());
  await looking;
  return { result, roseBytes: peak.bytes - before };
}
