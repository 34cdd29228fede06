import {
  SampleFormat,
  SampleGeneratorsRequest,
  SampleGeneratorsResponse,
} from '@polymath/contracts/polymath/compression/v1/compression';
import { DataType, type Tensor } from '@polymath/contracts/polymath/tensor/v1/tensor';
import { violations, type CallContext, type Violations } from '@polymath/service-kit';
import { checkArtifact, checkOrZero, checkSeed, isOneOf, namesIn } from './checks.js';
import type { ComputeParts } from '@polymath/area';

const largestTensorBytes = 4 * 1024 * 1024;
/** Of all rows together: a picture of them is made at once. */
const mostSamples = 10_000n;

/** Streams what generators make, from the engine process, without a job. */
export function sampleGeneratorsHandler({ call }: ComputeParts) {
  return async function* (
    request: SampleGeneratorsRequest,
    { signal }: CallContext,
  ): AsyncGenerator<SampleGeneratorsResponse> {
    check(request);
    const bytes = SampleGeneratorsRequest.encode(request).finish();
    for await (const response of call('SampleGenerators', bytes, signal)) {
      yield SampleGeneratorsResponse.decode(response);
    }
  };
}

function check(request: SampleGeneratorsRequest): void {
  const wrong = violations();
  checkArtifact(wrong, 'generators', request.generators);
  checkOrZero(wrong, 'samples_per_row', request.samplesPerRow, [1, 1000]);
  const known = isOneOf(SampleFormat, request.format);
  wrong.that(known, 'format', `must be one of ${namesIn(SampleFormat)}, got ${request.format}`);
  if (request.classes) checkClasses(wrong.at('classes'), request.classes);
  const [rows = 0n] = request.classes?.shape ?? [];
  const samples = rows * BigInt(request.samplesPerRow || 10);
  const isFew = samples <= mostSamples;
  wrong.that(isFew, 'samples_per_row', `must make at most ${mostSamples} samples of all rows, got ${samples}`); // prettier-ignore
  checkSeed(wrong, request.seed);
  wrong.throwIfAny();
}

function checkClasses(wrong: Violations, { dataType, shape, data }: Tensor): void {
  const isFloat = dataType === DataType.DATA_TYPE_FLOAT32;
  wrong.that(isFloat, 'data_type', `must be FLOAT32, got ${dataType}`);
  const isMatrix = shape.length === 2 && shape.every((size) => size > 0n && size <= 100_000n);
  wrong.that(isMatrix, 'shape', `must be [rows, classes], got [${shape.join(', ')}]`);
  // Of many sizes the product has any number of digits.
  if (shape.length > 2) return;
  const expected = 4n * shape.reduce((product, size) => product * size, 1n);
  const fits = BigInt(data.length) === expected && data.length <= largestTensorBytes;
  wrong.that(fits, 'data', `must be ${expected} bytes and at most 4 MiB, got ${data.length}`);
}
