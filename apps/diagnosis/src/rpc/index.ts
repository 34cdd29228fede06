import type { ServingParts, SubmitParts } from '@polymath/area';
import type { DiagnosisServiceService } from '@polymath/contracts/polymath/diagnosis/v1/diagnosis';
import type { Handlers } from '@polymath/service-kit';
import { analyzeEnvelopeHandler } from './analyze-envelope.js';
import { describeDiagnoserHandler } from './describe-diagnoser.js';
import { diagnoseHandler } from './diagnose.js';
import { diagnoseRecordingHandler } from './diagnose-recording.js';
import { evaluateDiagnoserHandler } from './evaluate-diagnoser.js';
import { learnBaselineHandler } from './learn-baseline.js';
import { simulateBearingHandler } from './simulate-bearing.js';
import { trainDiagnoserHandler } from './train-diagnoser.js';

/** What answers `DiagnosisService`. */
export function diagnosisHandlers(
  parts: SubmitParts & ServingParts,
): Handlers<DiagnosisServiceService> {
  return {
    trainDiagnoser: trainDiagnoserHandler(parts),
    evaluateDiagnoser: evaluateDiagnoserHandler(parts),
    diagnoseRecording: diagnoseRecordingHandler(parts),
    analyzeEnvelope: analyzeEnvelopeHandler(parts),
    diagnose: diagnoseHandler(parts),
    learnBaseline: learnBaselineHandler(parts),
    describeDiagnoser: describeDiagnoserHandler(parts),
    simulateBearing: simulateBearingHandler(parts),
  };
}
