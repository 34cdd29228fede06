import { TrainDiagnoserRequest } from '@polymath/contracts/polymath/diagnosis/v1/diagnosis';
import { Job } from '@polymath/contracts/polymath/jobs/v1/jobs';
import { describe, expect, it } from 'vitest';
import { modelOfJob } from './model-of-job.js';

const [weights, report, file] = ['a', 'b', 'c'].map((digit) => ({ sha256: digit.repeat(64) }));
const job = (kind: string) =>
  Job.fromPartial({
    kind,
    outputs: [
      { ...report, name: 'report.json' },
      { ...weights, name: 'diagnoser.safetensors' },
    ],
    spec: {
      value: Buffer.from(
        TrainDiagnoserRequest.encode(
          TrainDiagnoserRequest.fromPartial({ recordings: [{ recording: { file: file! } }] }),
        ).finish(),
      ),
    },
  });

describe('modelOfJob', () => {
  it('names the diagnoser and the recordings that it learned from', () => {
    expect(modelOfJob(job('TrainDiagnoser'))).toMatchObject({
      kind: 'diagnoser',
      artifact: weights,
      data: [{ field: 'recordings[0].recording.file', ...file }],
    });
  });

  it('finds none in a job that makes none', () => {
    expect(modelOfJob(job('EvaluateDiagnoser'))).toBeUndefined();
  });
});
