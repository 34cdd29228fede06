import { readFile } from 'node:fs/promises';

/** What a process has used. */
export interface ProcessUse {
  /** Processor time in user and system mode, in seconds. */
  cpuSeconds: number;
  residentBytes: number;
}

/** Linux gives times to programs in hundredths of a second, whatever the kernel counts in (man 5 proc, sysconf). */
const ticksPerSecond = 100;
/** Of every machine that we run on. */
const pageBytes = 4096;

/** What a process has used, from `/proc` (Linux); undefined: it has ended. */
export async function readProcessUse(pid: number): Promise<ProcessUse | undefined> {
  try {
    return parseStat(await readFile(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return undefined;
  }
}

/** Reads `/proc/<pid>/stat` (man 5 proc): fields 14 and 15 are the times, field 24 the resident pages. */
export function parseStat(text: string): ProcessUse {
  // The second field, the program's name, may itself hold brackets and spaces.
  const fields = text
    .slice(text.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  const field = (number: number) => fields[number - 3] ?? 0;
  return {
    cpuSeconds: (field(14) + field(15)) / ticksPerSecond,
    residentBytes: field(24) * pageBytes,
  };
}
