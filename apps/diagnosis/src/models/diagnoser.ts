import { readFileSync } from 'node:fs';
import { largestOf } from '@polymath/diagnosis';
import type { ModelProgram, WireTensor } from '@polymath/engine-host';
import { decodeDiagnoser, type Diagnoser } from '../inputs/diagnoser-file.js';
import { judge } from '../verdicts/judge.js';
import { diagnoser } from './kinds.js';

/**
 * A diagnoser. Takes `windows` [batch, samples], raw, in the unit and at the rate of the recordings that taught. Gives calibrated
 * `probabilities` [batch, conditions], `class` [batch], the place of the likeliest condition, and `unknown_score` [batch], above 1 where the
 * condition is none that was taught.
 */
export const diagnoserModel: ModelProgram = {
  kind: diagnoser,
  load: (path) => {
    const bytes = readFileSync(path);
    const loaded = decodeDiagnoser(bytes);
    const { windowLength, classes } = loaded.model;
    const spec = (name: string, datatype: string, ...sizes: readonly number[]) => ({
      ...{ name, datatype, shape: [-1n, ...sizes.map(BigInt)] },
    });
    return {
      signature: {
        inputs: [spec('windows', 'FP32', windowLength)],
        outputs: [
          spec('probabilities', 'FP32', classes.length),
          spec('class', 'INT32'),
          spec('unknown_score', 'FP32'),
        ],
      },
      sizeBytes: bytes.length,
      predict: (inputs) => predict(loaded, inputs.get('windows')!),
      dispose: () => undefined,
    };
  },
};

function predict(loaded: Diagnoser, { data, shape: [count = 0] }: WireTensor): WireTensor[] {
  // Bytes that came from another process lie anywhere; floats must begin at a multiple of four.
  const values = new Float32Array(Uint8Array.from(data).buffer);
  const windows = { count, length: loaded.model.windowLength, values };
  const { probabilities, unknownScores } = judge(loaded, windows);
  const output = (name: string, datatype: string, shape: number[], { buffer, byteOffset, byteLength }: NodeJS.TypedArray) =>
    ({ name, datatype, shape, data: new Uint8Array(buffer, byteOffset, byteLength) });
  return [
    output('probabilities', 'FP32', [count, probabilities.length], probabilities.values),
    output('class', 'INT32', [count], largestOf(probabilities)),
    output('unknown_score', 'FP32', [count], Float32Array.from(unknownScores)),
  ];
} // prettier-ignore
