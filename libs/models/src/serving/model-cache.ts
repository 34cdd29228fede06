import type { ArtifactStore } from '@polymath/artifacts';
import type { ModelVersion } from '@polymath/contracts/polymath/models/v1/models';
import type { LoadedModel, LoadModel, WireTensor } from '@polymath/engine-host';
import { PolymathError } from '@polymath/errors';
import { notFound, type Logger } from '@polymath/service-kit';
import { Batcher, type BatchSettings, type Waiter } from './batcher.js';
import type { LoadedModels, ModelObserver } from './model-observer.js';

/** What keeping models loaded takes. */
export interface ModelCacheParts {
  loadModel: LoadModel;
  artifacts: Pick<ArtifactStore, 'path' | 'stat'>;
  /** What all loaded models may hold together. */
  limitBytes: number;
  batching: BatchSettings;
  /** Hears of every call. */
  observer: ModelObserver;
  log: Logger;
}

interface Entry {
  key: string;
  sizeBytes: number;
  /** Calls that compute or wait. */
  users: number;
  /** Takes no further calls; freed after the last. */
  retired: boolean;
  loading: Promise<Serving>;
  serving?: Serving;
}

interface Serving {
  model: LoadedModel;
  batcher: Batcher;
}

/** The loaded versions of an area: loaded at their first call, freed, the longest unused first, when room is needed. */
export class ModelCache {
  /** The longest unused first. */
  private readonly entries = new Map<string, Entry>();
  private readonly freeing = new Set<Promise<void>>();
  private usedBytes = 0;

  constructor(private readonly parts: ModelCacheParts) {}

  /**
   * Computes with a version; it stays the same from begin to end, whatever happens to the model meanwhile.
   * @throws resource-exhausted when there is no room, or too many calls wait; what loading or the model throws
   */
  async predict(
    { name, version }: { name: string; version: ModelVersion },
    inputs: readonly WireTensor[],
    waiter: Waiter,
  ): Promise<readonly WireTensor[]> {
    const entry = this.use(name, version);
    entry.users += 1;
    try {
      const { batcher } = entry.serving ?? (await entry.loading);
      return await batcher.submit(inputs, waiter);
    } finally {
      entry.users -= 1;
      if (entry.retired) this.freeIfUnused(entry);
    }
  }

  /** Loads a version before its first call. */
  async load(name: string, version: ModelVersion): Promise<void> {
    await this.use(name, version).loading;
  }

  isLoaded(name: string, version: number): boolean {
    return this.entries.get(keyOf(name, version))?.serving !== undefined;
  }

  /** What is loaded now, or about to be. */
  loaded(): LoadedModels {
    return { versions: this.entries.size, sizeBytes: this.usedBytes };
  }

  /** Frees those versions of a model that are not to stay, each when its last call is answered. */
  retire(name: string, stays: (version: number) => boolean = () => false): void {
    for (const entry of [...this.entries.values()]) {
      const [of, version] = entry.key.split('/');
      if (of === name && !stays(Number(version))) this.drop(entry);
    }
  }

  /** Frees everything; wait for calls before. */
  async close(): Promise<void> {
    for (const entry of [...this.entries.values()]) this.drop(entry);
    await Promise.all(this.freeing);
  }

  private use(name: string, version: ModelVersion): Entry {
    const key = keyOf(name, version.version);
    const known = this.entries.get(key);
    // Its process may have died while nobody called it.
    if (known?.serving && !known.serving.model.isAlive) this.drop(known);
    const entry = this.entries.get(key) ?? this.begin(key, version);
    this.entries.delete(key);
    this.entries.set(key, entry);
    return entry;
  }

  private begin(key: string, { kind, artifact }: ModelVersion): Entry {
    const sizeBytes = Number(artifact!.sizeBytes);
    this.makeRoom(key, sizeBytes);
    const entry: Entry = {
      ...{ key, sizeBytes, users: 0, retired: false },
      loading: this.open(kind, artifact!.sha256),
    };
    this.usedBytes += sizeBytes;
    entry.loading.then(
      (serving) => this.serve(entry, serving),
      () => this.drop(entry),
    );
    return entry;
  }

  private async open(kind: string, sha256: string): Promise<Serving> {
    const { artifacts, loadModel, batching, observer: by } = this.parts;
    if (!(await artifacts.stat(sha256))) throw notFound('artifact', sha256);
    const model = await loadModel(kind, artifacts.path(sha256));
    return { model, batcher: new Batcher(model, batching, { kind, by }) };
  }

  private serve(entry: Entry, serving: Serving): void {
    entry.serving = serving;
    if (entry.retired) {
      this.freeIfUnused(entry);
      return;
    }
    const { sizeBytes } = serving.model;
    this.usedBytes += sizeBytes - entry.sizeBytes;
    entry.sizeBytes = sizeBytes;
    this.parts.log.info({ model: entry.key, sizeBytes }, 'model loaded');
    this.evict(this.parts.limitBytes, entry);
  }

  private makeRoom(key: string, sizeBytes: number): void {
    const { limitBytes } = this.parts;
    this.evict(limitBytes - sizeBytes);
    if (this.usedBytes + sizeBytes <= limitBytes) return;
    const room = `${key} needs ${sizeBytes} bytes, of ${limitBytes} are ${this.usedBytes} in use`;
    const mayPass = sizeBytes <= limitBytes;
    throw new PolymathError('resource-exhausted', room, mayPass ? { retryAfterMs: 1000 } : {});
  }

  /** Frees models that nobody calls until no more than so many bytes are used. */
  private evict(bytes: number, kept?: Entry): void {
    for (const entry of [...this.entries.values()]) {
      if (this.usedBytes <= bytes) return;
      if (entry.users === 0 && entry.serving && entry !== kept) this.drop(entry);
    }
  }

  private drop(entry: Entry): void {
    if (entry.retired) return;
    entry.retired = true;
    if (this.entries.get(entry.key) === entry) this.entries.delete(entry.key);
    this.usedBytes -= entry.sizeBytes;
    this.freeIfUnused(entry);
  }

  private freeIfUnused({ key, users, serving }: Entry): void {
    if (users > 0 || !serving) return;
    this.parts.log.info({ model: key }, 'model unloaded');
    const freed = serving.model.unload().finally(() => this.freeing.delete(freed));
    this.freeing.add(freed);
  }
}

function keyOf(name: string, version: number): string {
  return `${name}/${version}`;
}
