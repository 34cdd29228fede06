import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

/** What a service did during a while. */
export interface Conduct {
  /** Lines of its log. */
  lines: string[];
  /** Seconds of a processor that it used for each second. */
  load: number;
}

/** How long is looked for a flood of lines or a loop, in milliseconds. */
export const lookMs = 5000;

/** The load of a service that idles, its heartbeats and sweeps included, is far below this. */
export const idleLoad = 0.3;

/** Watches a service for a while. */
export async function watch(pid: number, logFile: string, ms = lookMs): Promise<Conduct> {
  const [linesBefore, cpuBefore] = [linesOf(logFile).length, cpuSeconds(pid)];
  const start = performance.now();
  await delay(ms);
  const seconds = (performance.now() - start) / 1000;
  const load = (cpuSeconds(pid) - cpuBefore) / seconds;
  return { lines: linesOf(logFile).slice(linesBefore), load };
}

/** The lines of a log so far. */
export function linesOf(logFile: string): string[] {
  return readFileSync(logFile, 'utf8')
    .split('\n')
    .filter((line) => line !== '');
}

/** Processor time that a process alone has used: utime and stime of proc(5), in hundredths of a second. */
function cpuSeconds(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}
