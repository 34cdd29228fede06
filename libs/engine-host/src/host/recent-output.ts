import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { setTimeout as wait } from 'node:timers/promises';

/** How many lines of a process's output are kept for the case that it dies. */
const keptLines = 30;

// A process of the process may hold its output open.
const lastWordsMs = 500;

/** Reads what a process prints, keeps its last lines, and hands each on. */
export function recentOutput(streams: readonly Readable[], onLine: (line: string) => void) {
  const lines: string[] = [];
  for (const input of streams) {
    createInterface({ input }).on('line', (line) => {
      lines.push(line);
      if (lines.length > keptLines) lines.shift();
      onLine(line);
    });
  }
  return {
    /** The last lines, once the process has printed all. */
    async ended(): Promise<string> {
      const all = Promise.allSettled(streams.map((stream) => finished(stream)));
      await Promise.race([all, wait(lastWordsMs, undefined, { ref: false })]);
      return lines.join('\n');
    },
  };
}
