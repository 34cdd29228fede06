import { readFileSync } from 'node:fs';
import {
  decodeGenerators,
  imageGrid,
  sampleGenerator,
  type GeneratorPair,
} from '@polymath/compression';
import {
  SampleFormat,
  SampleGeneratorsRequest,
  SampleGeneratorsResponse,
} from '@polymath/contracts/polymath/compression/v1/compression';
import { DataType } from '@polymath/contracts/polymath/tensor/v1/tensor';
import type { EngineCall } from '@polymath/engine-host';
import { invalidFields } from '@polymath/errors';
import { toPng } from '@polymath/engine-host/png';
import {
  broadcastTo,
  concat,
  disposeNetwork,
  floatsOf,
  outputShape,
  randomStream,
  tensor,
  tidy,
  type Picture,
  type Tensor,
} from '@polymath/tensor';
import { inputPath } from '@polymath/area/inputs';
import { orDefault } from '@polymath/area/inputs';
import { classRows } from './class-rows.js';

type Samples = Omit<SampleGeneratorsResponse, 'generator'>;

/** Samples generators: a response for each generator (PNG), or for each generator and row of classes (tensor). */
export const sampleGeneratorsCall: EngineCall<SampleGeneratorsRequest> = {
  name: 'SampleGenerators',
  decode: (bytes) => SampleGeneratorsRequest.decode(bytes),
  inputs: ({ generators }) => (generators ? [generators] : []),
  handle: async function* (request, files) {
    const pairs = decodeGenerators(readFileSync(inputPath(files, request.generators)));
    try {
      for (const [generator, pair] of pairs.entries()) {
        for await (const samples of samplesOf(request, pair)) {
          yield SampleGeneratorsResponse.encode({ generator, ...samples }).finish();
        }
      }
    } finally {
      pairs.flatMap(({ generator, decoder }) => [generator, decoder]).forEach(disposeNetwork);
    }
  },
};

async function* samplesOf(
  request: SampleGeneratorsRequest,
  pair: GeneratorPair,
): AsyncGenerator<Samples> {
  const columns = orDefault(request.samplesPerRow, 10);
  const [noiseLength = 0] = outputShape(pair.decoder.graph);
  const [inputs = 0] = pair.generator.graph.input.shape;
  const rows = classRows(request, inputs - noiseLength);
  const images = (row: Float32Array) =>
    // The same noise for every row and generator: what differs is the class.
    sampleGenerator(
      pair.generator,
      randomStream(Number(request.seed), 'samples').normal([columns, noiseLength]),
      broadcastTo(tensor(row, [1, row.length]), [columns, row.length]),
    );
  if (request.format === SampleFormat.SAMPLE_FORMAT_TENSOR) {
    for (const [row, weights] of rows.entries()) {
      yield tidy(() => ({ row, samples: asTensor(images(weights)) }));
    }
    return;
  }
  if (outputShape(pair.generator.graph).length !== 3) {
    const advice = 'ask for SAMPLE_FORMAT_TENSOR';
    throw invalidFields([{ field: 'format', description: `rows are no pictures: ${advice}` }]);
  }
  const picture = tidy((): Picture => imageGrid('samples', concat(rows.map(images), 0), columns));
  yield { row: 0, samples: { $case: 'png', value: await toPng(picture) } };
}

function asTensor(images: Tensor): Samples['samples'] {
  const values = floatsOf(images);
  return {
    $case: 'tensor',
    value: {
      dataType: DataType.DATA_TYPE_FLOAT32,
      shape: images.shape.map(BigInt),
      data: Buffer.from(values.buffer, values.byteOffset, values.byteLength),
    },
  };
}
