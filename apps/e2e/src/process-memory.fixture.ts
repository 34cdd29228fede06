import { readdirSync, readFileSync } from 'node:fs';

/** Resident memory of a process and of those that it started, in bytes; Linux. */
export function residentBytes(pid: number): number {
  return [pid, ...childrenOf(pid)].reduce((sum, one) => sum + resident(one), 0);
}

function resident(pid: number): number {
  const [, kilobytes = '0'] =
    /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) * 1024;
}

function childrenOf(pid: number): number[] {
  const threads = readdirSync(`/proc/${pid}/task`);
  return threads.flatMap((thread) =>
    readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8')
      .split(' ')
      .filter((text) => text !== '')
      .map(Number),
  );
}
