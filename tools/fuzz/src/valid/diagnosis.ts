import {
  DescribeDiagnoserRequest,
  DiagnoseRecordingRequest,
  EvaluateDiagnoserRequest,
  Filters_Kind,
  Pooling,
  SplitProtocol,
  TrainDiagnoserRequest,
} from '@polymath/contracts/polymath/diagnosis/v1/diagnosis';
import {
  AnalyzeEnvelopeRequest,
  BearingFault,
} from '@polymath/contracts/polymath/diagnosis/v1/envelope';
import { SimulateBearingRequest } from '@polymath/contracts/polymath/diagnosis/v1/simulation';
import type { Inputs } from '../stage/world.js';
import { message, type ValidRequests } from './message.js';

const path = (rpc: string) => `/polymath.diagnosis.v1.DiagnosisService/${rpc}`;
const options = { timeoutSeconds: 600 };

/** A training of about a second. */
export const smallTraining = ({ recordings }: Pick<Inputs, 'recordings'>) =>
  TrainDiagnoserRequest.fromPartial({
    ...{ options, recordings, mostWindows: 40, weightDecay: 1e-4, recognizerIterations: 3 },
    filters: {
      ...{ kind: Filters_Kind.KIND_NSAE, count: 8, length: 16, segments: 40, iterations: 2 },
      sparsity: 0.5,
    },
    features: { stride: 4, poolings: [Pooling.POOLING_MEAN, Pooling.POOLING_MAX] },
    protocols: [SplitProtocol.SPLIT_PROTOCOL_RANDOM],
    seed: 1n,
  });

/** The methods of diagnosis, each as small as it can be. */
export const diagnosis: ValidRequests = {
  [path('TrainDiagnoser')]: ({ inputs }) => [message(TrainDiagnoserRequest, smallTraining(inputs))],
  [path('EvaluateDiagnoser')]: ({ inputs: { diagnoser, recordings } }) => [
    message(EvaluateDiagnoserRequest, { options, diagnoser, recordings }),
  ],
  [path('DiagnoseRecording')]: ({ inputs: { diagnoser, recordings } }) => [
    message(DiagnoseRecordingRequest, {
      ...{ diagnoser, recording: recordings[0]!.recording, hop: 600, mostReasons: 2 },
    }),
  ],
  [path('AnalyzeEnvelope')]: ({ inputs: { recordings } }) => [
    message(AnalyzeEnvelopeRequest, {
      ...{ recording: recordings[0]!.recording, harmonics: 2, threshold: 3 },
      bearing: {
        ...{ rollingElements: 9, elementDiameter: 7.94, pitchDiameter: 39.04 },
        contactAngleDegrees: 0,
      },
      bands: [{ lowHz: 1000, highHz: 4000 }],
    }),
  ],
  [path('DescribeDiagnoser')]: ({ inputs: { diagnoser } }) => [
    message(DescribeDiagnoserRequest, { diagnoser }),
  ],
  [path('SimulateBearing')]: () => [
    message(SimulateBearingRequest, {
      ...{ fault: BearingFault.BEARING_FAULT_BALL, severity: 1, durationSeconds: 1, rpm: 1500 },
      ...{ growth: { beginSeconds: 0.5, severity: 2 }, sampleRateHz: 12_000, seed: 1n },
    }),
  ],
};
