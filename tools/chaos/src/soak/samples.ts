import { setTimeout as delay } from 'node:timers/promises';
import type { Stage } from '../stage/stage.js';
import type { Margin, Point } from './growth.js';
import { diskOf, factsOf } from './process-facts.js';
import { pace } from './settings.js';

/** What is measured again and again. */
export interface Series {
  name: string;
  /** The picture it is drawn in. */
  group: string;
  unit: string;
  /** By how much it may grow over the second half of the time. */
  margin: Margin;
  points: Point[];
}

const mebibyte = 1024 * 1024;
/** Margins by group; what memory needs differs from one collection of garbage to the next. */
const groups = {
  memory: { unit: 'MiB', margin: { share: 0.15, least: 32 } },
  handles: { unit: 'handles', margin: { share: 0.15, least: 8 } },
  threads: { unit: 'threads', margin: { share: 0.15, least: 6 } },
  disk: { unit: 'MiB', margin: { share: 0.15, least: 16 } },
  files: { unit: 'files', margin: { share: 0.15, least: 60 } },
  messages: { unit: 'messages', margin: { share: 0.15, least: 100 } },
  'stored bytes': { unit: 'MiB', margin: { share: 0.15, least: 1 } },
} as const;

/** Samples everything every few seconds until the signal is aborted; `onSample` is called after each. */
export async function sampleStage(
  stage: Stage,
  { onSample, signal }: { onSample: () => void; signal: AbortSignal },
): Promise<Series[]> {
  const all = new Map<string, Series>();
  const start = performance.now();
  while (!signal.aborted) {
    const timeMs = performance.now() - start;
    const note = (group: keyof typeof groups, name: string, value: number) => {
      const key = `${name} ${group}`;
      const series: Series = all.get(key) ?? { name, group, ...groups[group], points: [] };
      all.set(key, series);
      series.points.push([timeMs, value]);
    };
    sampleProcesses(stage, note);
    sampleDisks(stage, note);
    // While NATS is away its streams are as they were.
    await sampleStreams(stage, note).catch(() => undefined);
    onSample();
    await delay(pace.sampleMs, undefined, { signal }).catch(() => undefined);
  }
  return [...all.values()];
}

type Note = (group: keyof typeof groups, name: string, value: number) => void;

function sampleProcesses({ seats, broker }: Stage, note: Note): void {
  const processes = seats.flatMap((seat): [string, number[]][] => {
    // A service that is being started again has no process yet.
    if (!seat.service) return [];
    return [
      [seat.name, [seat.service.pid]],
      [`engines of ${seat.name}`, seat.engines()],
    ];
  });
  if (!broker.isBusy) processes.push(['nats-server', broker.servers.map(({ pid }) => pid)]);
  processes.push(['soak itself', [process.pid]]);
  for (const [name, pids] of processes) {
    const { residentBytes, handles, threads } = factsOf(pids);
    if (residentBytes === 0) continue;
    note('memory', name, residentBytes / mebibyte);
    note('handles', name, handles);
    note('threads', name, threads);
  }
}

function sampleDisks({ dataDir, broker }: Stage, note: Note): void {
  const folders = { services: dataDir, 'nats-server': broker.folder };
  for (const [name, folder] of Object.entries(folders)) {
    const { bytes, files } = diskOf(folder);
    note('disk', name, bytes / mebibyte);
    note('files', name, files);
  }
}

async function sampleStreams({ connection }: Stage, note: Note): Promise<void> {
  for await (const { config, state } of connection.manager.streams.list()) {
    note('messages', config.name, state.messages);
    note('stored bytes', config.name, state.bytes / mebibyte);
  }
}
