import { copyFile, link, mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ArtifactStore } from '@polymath/artifacts';
import type { Artifact } from '@polymath/contracts/polymath/artifacts/v1/artifacts';
import { notFound } from '@polymath/service-kit';
import { inputPath } from '../engine/job-files.js';

/** A folder for the files of one job, or one call. */
export interface Scratch {
  readonly folder: string;
  /**
   * Puts artifacts where the engine process looks for them.
   * @throws not-found when the store lacks one
   */
  provide(artifacts: readonly Artifact[]): Promise<void>;
  remove(): Promise<void>;
}

/** Makes an empty folder of a name below another; what lay there is removed. */
export async function makeScratch(
  parent: string,
  name: string,
  store: ArtifactStore,
): Promise<Scratch> {
  const folder = join(parent, name);
  const remove = () => rm(folder, { recursive: true, force: true, maxRetries: 3 });
  await remove();
  await mkdir(folder, { recursive: true });
  const provide = async (artifacts: readonly Artifact[]) => {
    const names = new Set(artifacts.map(({ sha256 }) => sha256));
    for (const sha256 of names) {
      if (!(await store.stat(sha256))) throw notFound('artifact', sha256);
      await place(store.path(sha256), inputPath(folder, sha256));
    }
  };
  return { folder, provide, remove };
}

/** Removes folders that nothing has been written to for some time: those of services that were killed. */
export async function removeStale(parent: string, olderThanMs: number): Promise<void> {
  await mkdir(parent, { recursive: true });
  for (const name of await readdir(parent)) {
    const path = join(parent, name);
    if (await isOlder(path, olderThanMs)) await rm(path, { recursive: true, force: true });
  }
}

async function isOlder(path: string, thanMs: number): Promise<boolean> {
  try {
    const { mtimeMs } = await stat(path);
    return mtimeMs <= Date.now() - thanMs;
  } catch (error) {
    // Another service of the area has just ended that job.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}

async function place(from: string, to: string): Promise<void> {
  try {
    await link(from, to);
  } catch {
    // Another disk, or a file system without hard links.
    await copyFile(from, to);
  }
}
