import { rm } from 'node:fs/promises';
import type { ArtifactStore } from '@polymath/artifacts';
import { JobStopped, type JobHolder } from '@polymath/jobs';
import { PolymathError } from '@polymath/errors';
import type { Answer } from '../messages.js';
import { nobody, type EngineObserver } from './engine-observer.js';

type CheckpointFile = Extract<Answer, { type: 'checkpoint' }>;

/**
 * Stores the checkpoints of a job as artifacts and names them in its record, one at a time beside the training; of
 * several that wait, only the newest. Where that fails the job goes on, with a warning. A state that the record names
 * already is not named again: a checkpoint forgives failed attempts, and one without progress would do so for ever.
 */
export function keepCheckpoints(
  holder: JobHolder,
  store: ArtifactStore,
  observer: EngineObserver = nobody,
) {
  let named = holder.job.checkpoint?.artifact?.sha256;
  let newest: CheckpointFile | undefined;
  let keeping: Promise<void> | undefined;
  const keepAll = async () => {
    while (newest) {
      const file = newest;
      newest = undefined;
      await keep(file);
    }
    keeping = undefined;
  };
  const keep = async ({ path, phase, step }: CheckpointFile) => {
    const startMs = performance.now();
    const seconds = () => (performance.now() - startMs) / 1000;
    try {
      const name = `${phase}-${step}.safetensors`;
      const mediaType = 'application/vnd.safetensors';
      // What cannot be stored, e.g. on a full disk, must not take its room either.
      const artifact = await store
        .putFile(path, { name, mediaType })
        .finally(() => rm(path, { force: true }));
      if (artifact.sha256 === named) return;
      await holder.checkpoint({ artifact, phase, step: BigInt(step), time: undefined });
      named = artifact.sha256;
      const sizeBytes = Number(artifact.sizeBytes);
      observer.checkpoint({ kept: true, seconds: seconds(), sizeBytes });
    } catch (error) {
      // Another worker has the job: its signal stops it.
      if (error instanceof JobStopped) return;
      observer.checkpoint({ kept: false, seconds: seconds(), sizeBytes: 0 });
      const { message } = PolymathError.from(error);
      holder.log('warning', `no checkpoint at ${phase} ${step}: ${message}`);
    }
  };
  return {
    /** Takes a checkpoint that the engine process has written; its file is removed in the end. */
    async offer(file: CheckpointFile): Promise<void> {
      const skipped = newest;
      newest = file;
      keeping ??= keepAll();
      if (skipped) await rm(skipped.path, { force: true });
    },
    /** Waits until the newest checkpoint is in the record. */
    async settle(): Promise<void> {
      await keeping;
    },
  };
}
