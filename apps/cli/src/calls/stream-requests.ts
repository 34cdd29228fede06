import { setTimeout as delay } from 'node:timers/promises';
import {
  type DiagnoseRequest,
  SampleBlock,
  type StreamHeader,
} from '@polymath/contracts/polymath/diagnosis/v1/live';

const blockSeconds = 0.1;
const mostSamples = 65_536;

/** How a signal is sent. */
export interface Sending {
  /** 1: real time; 0: as fast as the service takes it. */
  readonly pace: number;
  readonly signal: AbortSignal;
}

/** What a sensor sends: the header, then a block every tenth of a second. */
export async function* streamRequests(
  header: StreamHeader,
  samples: Float32Array,
  { pace, signal }: Sending,
): AsyncGenerator<DiagnoseRequest> {
  yield { part: { $case: 'header', value: header } };
  const { sampleRateHz } = header;
  const size = Math.min(mostSamples, Math.max(1, Math.round(blockSeconds * sampleRateHz)));
  const begin = performance.now();
  for (let i = 0; i * size < samples.length; i++) {
    const block = samples.subarray(i * size, (i + 1) * size);
    // A sensor has a block when its last sample is taken.
    const dueMs = (1000 * (i * size + block.length)) / sampleRateHz / pace;
    if (pace > 0)
      await delay(Math.max(0, begin + dueMs - performance.now()), undefined, { signal });
    const value = Buffer.from(block.buffer, block.byteOffset, block.byteLength);
    const part = { sequence: BigInt(i), samples: { $case: 'f32Le' as const, value } };
    yield { part: { $case: 'block', value: SampleBlock.fromPartial(part) } };
  }
}
