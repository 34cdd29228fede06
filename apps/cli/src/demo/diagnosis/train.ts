import {
  Filters_Kind,
  SplitProtocol,
  TrainDiagnoserRequest,
} from '@polymath/contracts/polymath/diagnosis/v1/diagnosis';
import type { Artifact } from '@polymath/contracts/polymath/artifacts/v1/artifacts';
import type { Job } from '@polymath/contracts/polymath/jobs/v1/jobs';
import {
  LabelledRecording,
  type Recording,
} from '@polymath/contracts/polymath/diagnosis/v1/recording';
import { LearnBaselineRequest } from '@polymath/contracts/polymath/diagnosis/v1/live';
import { operatingPoint, type Measurement } from './machine.js';
import type { DiagnosisDemoParts } from './parts.js';

const protocols = [
  SplitProtocol.SPLIT_PROTOCOL_RANDOM,
  SplitProtocol.SPLIT_PROTOCOL_LEAVE_ONE_LOAD_OUT,
  SplitProtocol.SPLIT_PROTOCOL_LEAVE_ONE_SEVERITY_OUT,
];

/** Recordings with what is known of each, as training takes them. */
export function labelled(
  plan: readonly Measurement[],
  recordings: readonly Recording[],
): LabelledRecording[] {
  return plan.map(({ name, condition, severity, rpm }, i) =>
    LabelledRecording.fromPartial({
      ...{ recording: recordings[i]!, condition, name, load: operatingPoint(rpm) },
      ...(severity > 0 && { fault: condition, severity: String(severity) }),
    }),
  );
}

/** Trains diagnosers on the same recordings, one with each kind of filters: that of NSAE, and to compare with, that of SAE. */
export async function trainDiagnosers(
  parts: DiagnosisDemoParts,
  recordings: LabelledRecording[],
): Promise<{ nsae: Job; sae: Job }> {
  const nsae = await train(parts, recordings, Filters_Kind.KIND_NSAE, 'Training NSAE-LCN, and the trivial baselines SPEC and STAT, on each split'); // prettier-ignore
  const sae = await train(parts, recordings, Filters_Kind.KIND_SAE, 'Training SAE-LCN on the same splits, to compare with'); // prettier-ignore
  return { nsae, sae };
}

async function train(
  { run, diagnosis, budget, seed }: DiagnosisDemoParts,
  recordings: LabelledRecording[],
  kind: Filters_Kind,
  title: string,
): Promise<Job> {
  const { filters: count, filterLength: length, segments, filterIterations } = budget;
  return run(title, (options) =>
    diagnosis.trainDiagnoser(
      TrainDiagnoserRequest.fromPartial({
        ...{ options, recordings, protocols, seed: BigInt(seed) },
        filters: { kind, count, length, segments, iterations: filterIterations },
        recognizerIterations: budget.recognizerIterations,
        calibrationLoad: operatingPoint(budget.speedsRpm.at(-1)!),
      }),
    ),
  );
}

/** Learns what the healthy machine is like. */
export async function learnBaseline(
  { run, diagnosis, budget }: DiagnosisDemoParts,
  diagnoser: Artifact,
  healthy: readonly Recording[],
): Promise<Job> {
  const point = operatingPoint(budget.speedsRpm[0]!);
  const recordings = healthy.map((recording) => ({ recording, operatingPoint: point }));
  return run('Learning what this machine is like while it is healthy', (options) =>
    diagnosis.learnBaseline(LearnBaselineRequest.fromPartial({ options, diagnoser, recordings })),
  );
}
