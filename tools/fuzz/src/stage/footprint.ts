import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** What a process holds after its garbage was collected. */
export interface Footprint {
  rss: number;
  heapUsed: number;
  external: number;
  /** Timers, sockets and the like that keep it alive, by kind. */
  resources: Record<string, number>;
  /** Open files and sockets. */
  descriptors: number;
}

/** How much more a service may hold after a run than before it. */
export const margins = {
  /** Bytes: code that was compiled, the index of the jobs that were made. */
  heapUsed: 24 * 1024 * 1024,
  /** Bytes: pools of buffers. */
  external: 24 * 1024 * 1024,
  /** Bytes: what the allocator keeps after the largest messages, up to sixteen at once of 64 MiB, have been freed. */
  rss: 1536 * 1024 * 1024,
  descriptors: 10,
};

/** Asks a service that was started with the probe. @param folder where the probe writes */
export async function footprintOf(pid: number, folder: string): Promise<Footprint> {
  const file = join(folder, `${pid}.json`);
  rmSync(file, { force: true });
  process.kill(pid, 'SIGUSR2');
  for (let i = 0; i < 300 && !existsSync(file); i++) await delay(100);
  const told = JSON.parse(readFileSync(file, 'utf8')) as Omit<Footprint, 'descriptors'>;
  return { ...told, descriptors: readdirSync(`/proc/${pid}/fd`).length };
}

/** What a service holds once it has noticed that its callers are gone: connections after a protocol error within 40 s. */
export async function settledFootprint(
  pid: number,
  folder: string,
  before: Footprint,
): Promise<Footprint> {
  for (let i = 0; ; i++) {
    const after = await footprintOf(pid, folder);
    if (i === 12 || growth(before, after).length === 0) return after;
    await delay(5000);
  }
}

/** What has grown by more than its margin, in words. */
export function growth(before: Footprint, after: Footprint): string[] {
  return (['heapUsed', 'external', 'rss', 'descriptors'] as const).flatMap((name) => {
    const more = after[name] - before[name];
    if (more <= margins[name]) return [];
    return [`${name} grew from ${before[name]} to ${after[name]}, by more than ${margins[name]}`];
  });
}

/** In words. */
export function describeFootprint({ rss, heapUsed, external, descriptors }: Footprint): string {
  const mib = (bytes: number) => `${(bytes / 1024 / 1024).toFixed(0)} MiB`;
  return `rss ${mib(rss)}, heap ${mib(heapUsed)}, buffers ${mib(external)}, ${descriptors} descriptors`;
}
