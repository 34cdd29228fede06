import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openArtifactStore, type ArtifactStore } from '@polymath/artifacts';
import {
  Job,
  type Checkpoint,
  type Preview,
  type Progress,
} from '@polymath/contracts/polymath/jobs/v1/jobs';
import type { JobHolder } from '@polymath/jobs';
import { createLogger } from '@polymath/service-kit';
import type { CounterSpec } from './counter.fixture.js';
import {
  startEngineHost,
  type EngineHost,
  type EngineHostOptions,
} from './host/start-engine-host.js';

/** An engine host over the counting engine, with a store of its own. */
export interface TestHost {
  host: EngineHost;
  store: ArtifactStore;
  /** Resolves when a line of the log contains a text. */
  logged(text: string): Promise<void>;
  /** The files that lie in the scratch folder. */
  scratchFiles(): Promise<string[]>;
  close(): Promise<void>;
}

/** Starts an engine host for a test. */
export async function startTestHost(options: Partial<EngineHostOptions> = {}): Promise<TestHost> {
  const folder = await mkdtemp(join(tmpdir(), 'polymath-engine-'));
  const store = await openArtifactStore(join(folder, 'artifacts'));
  const scratchDir = join(folder, 'scratch');
  const lines = heardList<string>();
  const host = await startEngineHost({
    // As an area names it: compiled. In a checkout the TypeScript beside it is run.
    entry: new URL('./counter.fixture.js', import.meta.url),
    artifacts: store,
    scratchDir,
    log: createLogger('test', 'debug', { write: lines.add }),
    ...options,
  });
  const close = async () => {
    await host.close();
    await rm(folder, { recursive: true, force: true });
  };
  const logged = (text: string) => lines.until((all) => all.some((line) => line.includes(text)));
  return { host, store, logged, scratchFiles: () => readdir(scratchDir), close };
}

/** A list that can be waited for. */
interface HeardList<Item> {
  readonly all: Item[];
  add: (item: Item) => void;
  /** Resolves when the list fulfils a condition. */
  until(condition: (all: readonly Item[]) => boolean): Promise<void>;
}

function heardList<Item>(): HeardList<Item> {
  const all: Item[] = [];
  const waiting = new Set<() => void>();
  return {
    all,
    add: (item) => {
      all.push(item);
      for (const check of waiting) check();
    },
    until: (condition) =>
      new Promise((resolve) => {
        const check = () => {
          if (!condition(all)) return;
          waiting.delete(check);
          resolve();
        };
        waiting.add(check);
        check();
      }),
  };
}

/** A job as the platform hands it over, and what it says while it runs. */
export interface TestJob {
  holder: JobHolder;
  stop: AbortController;
  progress: HeardList<Progress>;
  previews: HeardList<Preview>;
  checkpoints: HeardList<Checkpoint>;
  warnings: HeardList<string>;
  notes: HeardList<string>;
}

/** A job of the counting engine. */
export function testJob(spec: CounterSpec, job: Partial<Job> = {}): TestJob {
  const stop = new AbortController();
  const progress = heardList<Progress>();
  const previews = heardList<Preview>();
  const checkpoints = heardList<Checkpoint>();
  const warnings = heardList<string>();
  const notes = heardList<string>();
  const value = Buffer.from(JSON.stringify(spec));
  const holder: JobHolder = {
    job: Job.fromPartial({ id: 'j1', epoch: 1, kind: 'Count', spec: { value }, ...job }),
    signal: stop.signal,
    traceParent: '',
    progress: progress.add,
    preview: previews.add,
    log: (level, text) => (level === 'warning' ? warnings : notes).add(text),
    checkpoint: (item) => {
      checkpoints.add(item);
      return Promise.resolve();
    },
  };
  return { holder, stop, progress, previews, checkpoints, warnings, notes };
}

/** What a promise is rejected with. */
export async function failureOf(attempt: Promise<unknown>): Promise<unknown> {
  return attempt.then(
    () => Promise.reject(new Error('it succeeded')),
    (error: unknown) => error,
  );
}
