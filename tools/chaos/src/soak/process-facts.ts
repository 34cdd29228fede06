import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a process holds at a moment (Linux: from /proc). */
export interface ProcessFacts {
  residentBytes: number;
  handles: number;
  threads: number;
}

/** What processes hold together; those that have ended meanwhile hold nothing. */
export function factsOf(pids: readonly number[]): ProcessFacts {
  return pids.map(factsOfOne).reduce(
    (sum, one) => ({
      residentBytes: sum.residentBytes + one.residentBytes,
      handles: sum.handles + one.handles,
      threads: sum.threads + one.threads,
    }),
    { residentBytes: 0, handles: 0, threads: 0 },
  );
}

function factsOfOne(pid: number): ProcessFacts {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const field = (name: string) =>
      Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0);
    const handles = readdirSync(`/proc/${pid}/fd`).length;
    return { residentBytes: field('VmRSS') * 1024, handles, threads: field('Threads') };
  } catch {
    return { residentBytes: 0, handles: 0, threads: 0 };
  }
}

/** The size of all files below a folder, in bytes, and their number; files that vanish meanwhile count for nothing. */
export function diskOf(folder: string): { bytes: number; files: number } {
  const sum = { bytes: 0, files: 0 };
  for (const name of namesIn(folder)) {
    const path = join(folder, name);
    const stat = lstatSync(path, { throwIfNoEntry: false });
    const found = stat?.isDirectory()
      ? diskOf(path)
      : { bytes: stat?.size ?? 0, files: stat ? 1 : 0 };
    sum.bytes += found.bytes;
    sum.files += found.files;
  }
  return sum;
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    // It was removed meanwhile.
    return [];
  }
}
