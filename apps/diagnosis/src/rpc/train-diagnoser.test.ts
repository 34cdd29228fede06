import { context, recordingSubmit, refusedFields } from '@polymath/area/testing';
import { TrainDiagnoserRequest } from '@polymath/contracts/polymath/diagnosis/v1/diagnosis';
import { Unit } from '@polymath/contracts/polymath/diagnosis/v1/recording';
import { describe, expect, it } from 'vitest';
import { recording, recordings } from './recordings.fixture.js';
import { trainDiagnoserHandler } from './train-diagnoser.js';

const answer = (patch: object, parts = recordingSubmit()) =>
  trainDiagnoserHandler(parts)(
    TrainDiagnoserRequest.fromPartial({ recordings, ...patch }),
    context,
  );

/** The first recording with changes. */
const first = (patch: object, label: object = {}) => ({
  recordings: [
    { ...recordings[0], recording: { ...recording, ...patch }, ...label },
    recordings[1],
  ],
});
const format = ($case: string, value: object) => first({ format: { $case, value } });
const at = (field: string) => [`recordings[0].recording.${field}`];

describe('TrainDiagnoser', () => {
  it('makes a job whose spec is the request without its options', async () => {
    const parts = recordingSubmit();
    expect(await answer({ seed: 7n, options: { requestId: 'r1' } }, parts)).toMatchObject({ job: { id: 'job1' } }); // prettier-ignore
    const [{ kind, spec } = { kind: '', spec: undefined }] = parts.submissions;
    expect(kind).toBe('TrainDiagnoser');
    expect(spec!.typeUrl).toBe('type.googleapis.com/polymath.diagnosis.v1.TrainDiagnoserRequest');
    const sent = TrainDiagnoserRequest.fromPartial({ recordings, seed: 7n });
    expect(TrainDiagnoserRequest.decode(spec!.value)).toEqual(sent);
  });

  it.each<[string, object]>([
    ['a WAV file without a rate', first({ sampleRateHz: 0, format: { $case: 'wav', value: {} } })],
    ['two channels of one file', { recordings: [{ recording: { ...recording, format: { $case: 'csv', value: { column: 'a' } } }, condition: 'a' }, { recording: { ...recording, format: { $case: 'csv', value: { column: 'b' } } }, condition: 'b' }] }],
    ['the largest values', { windowLength: 65_536, filters: { count: 1000, length: 4096 }, seed: 2n ** 53n - 1n }],
    ['an unseen load to calibrate', { calibrationLoad: '1 hp', protocols: [1, 2, 3, 5] }],
  ])('takes %s', async (_, patch) => {
    const parts = recordingSubmit();
    await answer(patch, parts);
    expect(parts.submissions).toHaveLength(1);
  }); // prettier-ignore

  it.each<[string, object, string[]]>([
    ['one recording', { recordings: recordings.slice(0, 1) }, ['recordings', 'recordings']],
    ['one condition', first({}, { condition: 'IR007' }), ['recordings']],
    ['no condition', first({}, { condition: '' }), ['recordings[0].condition']],
    ['no recording', first({}, { recording: undefined }), ['recordings[0].recording']],
    ['no file', first({ file: undefined }), at('file')],
    ['no format', first({ format: undefined }), at('format')],
    ['no sampling rate', first({ sampleRateHz: 0 }), at('sample_rate_hz')],
    ['a sampling rate that is none', first({ sampleRateHz: NaN }), at('sample_rate_hz')],
    ['a negative speed', first({ rpm: -1 }), at('rpm')],
    ['MAT without a variable', format('mat', {}), at('mat.variable')],
    ['int16 without a scale', format('int16', { scale: 0 }), at('int16.scale')],
    ['a channel that int16 has not', format('int16', { scale: 1, channels: 2, channel: 3 }), at('int16.channel')],
    ['a full scale that is none', format('wav', { fullScale: -1 }), at('wav.full_scale')],
    ['an unknown unit', first({ unit: 9 }), [...at('unit'), 'recordings[1].recording.unit']],
    ['two units', first({ unit: Unit.UNIT_RAW }), ['recordings[1].recording.unit']],
    ['a file given twice', { recordings: [recordings[0], { recording, condition: 'b' }] }, ['recordings[1].recording.file']],
    ['a name given twice', { recordings: [{ ...recordings[0], name: 'a' }, { ...recordings[1], name: 'a' }] }, ['recordings[1].name']],
    ['a rate above that of a recording', { sampleRateHz: 24_000 }, ['recordings[0].recording.sample_rate_hz', 'recordings[1].recording.sample_rate_hz']],
    ['a rate that is none', { sampleRateHz: -1 }, ['sample_rate_hz']],
    ['a short window', { windowLength: 15, filters: { length: 10 } }, ['window_length']],
    ['filters longer than a window', { windowLength: 64 }, ['filters.length']],
    ['an unknown kind of filter', { filters: { kind: 9 } }, ['filters.kind']],
    ['bad filters', { filters: { count: 1001, segments: 200_001, iterations: 10_001, sparsity: NaN } }, ['filters.count', 'filters.segments', 'filters.iterations', 'filters.sparsity']],
    ['bad features', { features: { stride: 5000, poolings: [1, 1, 9, 0] } }, ['features.stride', 'features.poolings[1]', 'features.poolings[2]', 'features.poolings[3]']],
    ['a negative weight decay', { weightDecay: -1 }, ['weight_decay']],
    ['an unknown protocol', { protocols: [0, 9] }, ['protocols[0]', 'protocols[1]']],
    ['a protocol given twice', { protocols: [1, 1] }, ['protocols[1]']],
    ['sizes to leave out where there are none', { protocols: [4] }, ['protocols[0]']],
    ['loads to leave out where there is one', { recordings: recordings.map((each) => ({ ...each, load: '' })), protocols: [3, 5] }, ['protocols[0]', 'protocols[1]']],
    ['a load that there is not', { calibrationLoad: '9 hp' }, ['calibration_load']],
    ['a seed beyond 2^53', { seed: 2n ** 53n }, ['seed']],
  ])('refuses %s and makes no job', async (_, patch, fields) => {
    const parts = recordingSubmit();
    expect(await refusedFields(answer(patch, parts))).toEqual(fields);
    expect(parts.submissions).toEqual([]);
  }); // prettier-ignore
});
