import { TrainDiagnoserRequest } from '@polymath/contracts/polymath/diagnosis/v1/diagnosis';
import { LearnBaselineRequest } from '@polymath/contracts/polymath/diagnosis/v1/live';
import type { Job } from '@polymath/contracts/polymath/jobs/v1/jobs';
import type { JobModel } from '@polymath/models';
import { baselineFile } from '../inputs/baseline-file.js';
import { diagnoserFile } from '../inputs/diagnoser-file.js';
import { baselineKind, diagnoser } from './kinds.js';

/** What a job was asked to learn from: the field of its request, and the file. */
type Source = readonly [field: string, file: { sha256: string } | undefined];

const kinds: Readonly<
  Record<string, { kind: string; file: string; sources: (spec: Uint8Array) => Source[] }>
> = {
  TrainDiagnoser: {
    ...{ kind: diagnoser, file: diagnoserFile },
    sources: (spec) =>
      TrainDiagnoserRequest.decode(spec).recordings.map(({ recording }, i) => [
        `recordings[${i}].recording.file`,
        recording?.file,
      ]),
  },
  LearnBaseline: {
    ...{ kind: baselineKind, file: baselineFile },
    sources: (spec) => {
      const request = LearnBaselineRequest.decode(spec);
      return [
        ['diagnoser', request.diagnoser],
        ...request.recordings.map(({ recording }, i): Source => [`recordings[${i}].recording.file`, recording?.file]), // prettier-ignore
        ...request.collected.map((file, i): Source => [`collected[${i}]`, file]),
      ];
    },
  },
};

/** The model among a job's outputs, and what it learned from; undefined for kinds of job that make none. */
export function modelOfJob({ kind: jobKind, spec, outputs }: Job): JobModel | undefined {
  const made = kinds[jobKind];
  const artifact = outputs.find(({ name }) => name === made?.file);
  if (!made || !artifact || !spec) return undefined;
  const data = made
    .sources(spec.value)
    .flatMap(([field, file]) => (file ? [{ field, sha256: file.sha256 }] : []));
  return { kind: made.kind, artifact, data };
}
