import type { Signature } from '@polymath/contracts/polymath/models/v1/models';
import { PolymathError } from '@polymath/errors';
import { isLast } from '../messages.js';
import type { WireTensor } from '../program.js';
import { fromWire } from '../wire-error.js';
import type { EnginePool, Lease } from './engine-pool.js';
import type { Exchange } from './engine-process.js';

/** A model that an engine process holds ready. */
export interface LoadedModel {
  readonly signature: Signature;
  /** What it holds in the memory of the engine process. */
  readonly sizeBytes: number;
  /** False once its process has died. */
  readonly isAlive: boolean;
  /**
   * Computes all outputs; ask again only when the answer is there.
   * @throws what the model throws; unavailable when the process dies, and with it the model
   */
  predict(inputs: readonly WireTensor[]): Promise<readonly WireTensor[]>;
  /** Frees the model. */
  unload(): Promise<void>;
}

/** Loads the model of a kind in a file. @throws what the kind's `load` throws; unavailable when the process dies */
export type LoadModel = (kind: string, path: string) => Promise<LoadedModel>;

/** Loads models into engine processes of the pool, which live as long as a model is loaded. */
export function modelLoader(pool: EnginePool): LoadModel {
  return async (kind, path) => {
    const lease = await pool.acquire();
    try {
      const exchange = lease.engine.begin({ type: 'model', kind, path });
      const answer = await exchange.next();
      if (answer.type === 'failed') throw fromWire(answer.error);
      if (answer.type !== 'loaded') throw unexpected(answer.type);
      const { signature, sizeBytes } = answer;
      return conversation({ signature, sizeBytes }, exchange, lease);
    } catch (error) {
      lease.release(true);
      throw error;
    }
  };
}

function conversation(
  facts: Pick<LoadedModel, 'signature' | 'sizeBytes'>,
  exchange: Exchange,
  lease: Lease,
): LoadedModel {
  return {
    ...facts,
    get isAlive() {
      return lease.engine.isAlive;
    },
    predict: async (inputs: readonly WireTensor[]) => {
      exchange.send({ type: 'predict', inputs });
      const answer = await exchange.next();
      if (answer.type === 'predicted') return answer.outputs;
      throw answer.type === 'refused' ? fromWire(answer.error) : unexpected(answer.type);
    },
    unload: async () => {
      exchange.send({ type: 'leave' });
      try {
        while (!isLast(await exchange.next()));
      } catch {
        // The process is gone, and the model with it.
      } finally {
        lease.release(true);
      }
    },
  };
}

function unexpected(type: string): PolymathError {
  return new PolymathError('internal', `an unexpected answer of the engine process: "${type}"`);
}
