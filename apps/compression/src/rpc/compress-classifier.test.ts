import {
  CompressClassifierRequest,
  Noise_Distribution,
  PlanCompressionResponse,
  type FineTuning,
} from '@polymath/contracts/polymath/compression/v1/compression';
import { LabelledTable } from '@polymath/contracts/polymath/compression/v1/network';
import type { LayerDecomposition } from '@polymath/contracts/polymath/compression/v1/plan';
import type { ComputeParts } from '@polymath/area';
import { invalidFields } from '@polymath/errors';
import { describe, expect, it } from 'vitest';
import { compressClassifierHandler } from './compress-classifier.js';
import {
  artifact,
  context,
  nameless,
  recordingSubmit,
  refusedFields,
} from '@polymath/area/testing';

type Source = FineTuning['source'];
type Ranks = LayerDecomposition['ranks'];

const layer = (ranks: Ranks, name = 'conv3') => ({ layers: [{ layer: name, ranks }] });
const fixed = (input: number, output: number): Ranks => ({
  $case: 'fixed',
  value: { input, output, twoSided: false },
});
const sane = layer(fixed(4, 4));
const noise = (distribution: Noise_Distribution): Source => ({
  $case: 'noise',
  value: { distribution },
});
const uniform = noise(Noise_Distribution.DISTRIBUTION_UNIFORM);
const tuned = (patch: object, source: Source = uniform) => ({ fineTuning: { source, ...patch } });

const target = (value: number) => ({
  target: { $case: 'targetParameterRatio' as const, value },
});

const csv = { file: artifact };
const images = { images: artifact, labels: artifact };

/** An engine that finds every target within reach, or none. */
const engine = (reach: boolean): ComputeParts => ({
  call: async function* (name) {
    if (!reach) throw invalidFields([{ field: 'target_parameter_ratio', description: name }]);
    yield PlanCompressionResponse.encode({ plan: undefined }).finish();
  },
});

const answer = (patch: object, parts = recordingSubmit(), reach = true) =>
  compressClassifierHandler({ ...parts, ...engine(reach) })(
    CompressClassifierRequest.fromPartial({ teacher: artifact, ...sane, ...patch }),
    context,
  );

describe('CompressClassifier', () => {
  it.each<[string, object]>([
    ['a decomposition alone', {}],
    ['ranks by EVBMF', layer({ $case: 'evbmf', value: { weakening: 1 } })],
    ['ranks by energy', layer({ $case: 'energy', value: 1 })],
    ['ranks by fraction', layer({ $case: 'fraction', value: 0.01 })],
    ['the rank of a dense layer', layer(fixed(4, 0))],
    ['noise', tuned({})],
    ['noise judged on generators', tuned({ heldOut: { artifact } })],
    ['generators', tuned({}, { $case: 'generators', value: { artifact } })],
    ['layers that must pay', { requireSpeedup: true, latencyBatchSize: 1 }],
    ['a target for all layers', { layers: [], ...target(4) }],
    ['a target for some layers', { layers: [{ layer: 'conv3' }], ...target(1) }],
    ['tables', { ...tuned({ validationTable: csv }), testTable: csv }],
    ['test data', { test: { images: artifact, labels: artifact } }],
  ])('makes a job of %s', async (_, patch) => {
    const parts = recordingSubmit();
    await answer(patch, parts);
    expect(parts.submissions).toMatchObject([{ kind: 'CompressClassifier' }]);
  });

  it('refuses a target that the engine finds out of reach and makes no job', async () => {
    const parts = recordingSubmit();
    const answered = answer({ layers: [], ...target(1e6) }, parts, false);
    expect(await refusedFields(answered)).toEqual(['target_parameter_ratio']);
    expect(parts.submissions).toEqual([]);
  });

  it.each<[string, object, string[]]>([
    ['no teacher', { teacher: undefined }, ['teacher']],
    ['a teacher without a hash', { teacher: nameless }, ['teacher.sha256']],
    ['no layers', { layers: [] }, ['layers']],
    ['a layer without a name', layer(fixed(1, 1), ''), ['layers[0].layer']],
    ['a layer twice', { layers: [...sane.layers, ...sane.layers] }, ['layers[1].layer']],
    ['a layer without ranks', layer(undefined), ['layers[0].ranks']],
    ['a rank of zero', layer(fixed(0, 1)), ['layers[0].fixed.input']],
    [
      'a weakening above 1',
      layer({ $case: 'evbmf', value: { weakening: 1.5 } }),
      ['layers[0].evbmf.weakening'],
    ],
    ['an energy of zero', layer({ $case: 'energy', value: 0 }), ['layers[0].energy']],
    ['a fraction above 1', layer({ $case: 'fraction', value: 1.1 }), ['layers[0].fraction']],
    ['a target below 1', { layers: [], ...target(0.9) }, ['target_parameter_ratio']],
    [
      'a target that is no number',
      { layers: [], target: { $case: 'targetFlopsRatio', value: NaN } },
      ['target_flops_ratio'],
    ],
    ['ranks beside a target', target(2), ['layers[0].ranks']],
    ['test images and a test table', { test: images, testTable: csv }, ['test_table']],
    [
      'a table without a file to fine-tune on',
      tuned({}, { $case: 'table', value: LabelledTable.create() }),
      ['fine_tuning.table.file'],
    ],
    [
      'one rank for two sides',
      layer({ $case: 'fixed', value: { input: 3, output: 0, twoSided: true } }),
      ['layers[0].fixed.output'],
    ],
    ['bad test data', { test: {} }, ['test.images', 'test.labels']],
    ['fine-tuning on nothing', { fineTuning: {} }, ['fine_tuning.source']],
    [
      'noise of no kind',
      tuned({}, noise(Noise_Distribution.DISTRIBUTION_UNSPECIFIED)),
      ['fine_tuning.noise.distribution'],
    ],
    [
      'noise of an unknown kind',
      tuned({}, noise(Noise_Distribution.UNRECOGNIZED)),
      ['fine_tuning.noise.distribution'],
    ],
    [
      'generators without an artifact',
      tuned({}, { $case: 'generators', value: { artifact: undefined } }),
      ['fine_tuning.generators.artifact'],
    ],
    [
      'numbers out of range',
      tuned({ samples: 1_000_001, epochs: 10_001, batchSize: 4097, learningRate: -1 }),
      [
        'fine_tuning.samples',
        'fine_tuning.epochs',
        'fine_tuning.batch_size',
        'fine_tuning.learning_rate',
      ],
    ],
    ['noise that is blended', tuned({ blended: true }, uniform), ['fine_tuning.blended']],
    ['endless patience', tuned({ patience: 10_001 }), ['fine_tuning.patience']],
    [
      'bad validation data',
      tuned({ validation: { images: artifact } }),
      ['fine_tuning.validation.labels'],
    ],
    [
      'held-out generators without an artifact',
      tuned({ heldOut: {} }),
      ['fine_tuning.held_out.artifact'],
    ],
    ['a seed beyond 2^53', { seed: 2n ** 53n }, ['seed']],
    ['a huge batch to measure', { latencyBatchSize: 4097 }, ['latency_batch_size']],
    [
      'everything at once',
      { teacher: undefined, layers: [], fineTuning: { samples: 9_999_999 }, test: {} },
      [
        'teacher',
        'layers',
        'fine_tuning.samples',
        'fine_tuning.source',
        'test.images',
        'test.labels',
      ],
    ],
  ])('refuses %s and makes no job', async (_, patch, fields) => {
    const parts = recordingSubmit();
    expect(await refusedFields(answer(patch, parts))).toEqual(fields);
    expect(parts.submissions).toEqual([]);
  });
});
