import { deserialize, serialize } from 'node:v8';
import type { Bearing } from '@polymath/contracts/polymath/diagnosis/v1/envelope';
import type { Unit } from '@polymath/contracts/polymath/diagnosis/v1/recording';
import type { FrequencyBand } from '@polymath/diagnosis';

/** A stretch of a stream whose envelope the engine process analyses; it travels between two processes of one program. */
export interface Stretch {
  samples: Float32Array;
  sampleRateHz: number;
  unit: Unit;
  rpm: number;
  bearing: Bearing;
  bands: readonly FrequencyBand[];
}

export const encodeStretch = (stretch: Stretch): Uint8Array => serialize(stretch);

export const decodeStretch = (bytes: Uint8Array): Stretch => deserialize(bytes) as Stretch;
