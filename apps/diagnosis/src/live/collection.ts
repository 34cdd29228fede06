import type { ServingParts } from '@polymath/area';
import type { DiagnoseResponse } from '@polymath/contracts/polymath/diagnosis/v1/diagnosis';
import type { StreamHeader } from '@polymath/contracts/polymath/diagnosis/v1/live';
import type { Observation } from '@polymath/diagnosis';
import { encodeCollected } from '../inputs/baseline-file.js';
import { observationOf } from './drift-watch.js';
import type { WindowFacts } from './window-facts.js';

/** Collects what the first usable windows of a stream are like, at the operating point of its header, and stores it once there are enough. */
export class Collection {
  private observations: Observation[] | undefined;

  constructor(
    private readonly artifacts: Pick<ServingParts['artifacts'], 'put'>,
    private readonly diagnoser: string,
    private readonly wanted: Pick<StreamHeader, 'collectWindows' | 'operatingPoint'>,
  ) {
    this.observations = wanted.collectWindows > 0 ? [] : undefined;
  }

  /** Takes a usable window. */
  async *take(
    facts: WindowFacts,
    point: string,
  ): AsyncGenerator<NonNullable<DiagnoseResponse['event']>> {
    const { observations, diagnoser } = this;
    const { collectWindows: windows, operatingPoint } = this.wanted;
    if (!observations || point !== operatingPoint) return;
    if (observations.push(observationOf(facts)) < windows) return;
    this.observations = undefined;
    const bytes = encodeCollected({ diagnoser, operatingPoint, observations });
    const description = { name: 'collected.safetensors', mediaType: 'application/vnd.safetensors' };
    const file = await this.artifacts.put(bytes, description);
    const unknown = observations.filter(({ unknownScore }) => unknownScore > 1).length;
    const value = { file, windows, operatingPoint, unknownShare: unknown / windows };
    yield { $case: 'collected', value };
  }
}
