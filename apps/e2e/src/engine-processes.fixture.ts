import { readdirSync, readFileSync } from 'node:fs';

/** The process ids of the engine processes that a process has started (Linux: from /proc). */
export function enginesOf(parentPid: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => isEngineOf(pid, parentPid));
}

function isEngineOf(pid: number, parentPid: number): boolean {
  try {
    // "pid (name) state ppid ...": the name may hold blanks and brackets.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    return state !== 'Z' && Number(parent) === parentPid && /engine\.[jt]s/.test(command);
  } catch {
    // It has ended meanwhile.
    return false;
  }
}
