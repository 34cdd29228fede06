/** What a kind of engine process is for. */
export const engineRoles = ['jobs', 'calls', 'models'] as const;

/** One of {@link engineRoles}. */
export type EngineRole = (typeof engineRoles)[number];

/**
 * How an engine process came to its end: nobody needed it any more; it was told to stop a job and took too long; it said
 * nothing for too long; it died by itself, or somebody else killed it.
 */
export type EngineEnd = 'released' | 'stopped' | 'hung' | 'died';

/** A checkpoint of a job that was stored, or could not be. */
export interface KeptCheckpoint {
  kept: boolean;
  /** From the file that the engine process wrote to the job's record. */
  seconds: number;
  /** 0 where it was not kept. */
  sizeBytes: number;
}

/** An engine process that lives. */
export interface LivingEngine {
  role: EngineRole;
  pid: number;
}

/** Hears of the engine processes of an area. */
export interface EngineObserver {
  started(role: EngineRole): void;
  ended(role: EngineRole, how: EngineEnd): void;
  checkpoint(checkpoint: KeptCheckpoint): void;
}

/** An observer whom nothing interests. */
export const nobody: EngineObserver = {
  started: () => undefined,
  ended: () => undefined,
  checkpoint: () => undefined,
};
