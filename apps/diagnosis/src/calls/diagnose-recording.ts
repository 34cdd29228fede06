import { orDefault } from '@polymath/area/inputs';
import {
  DiagnoseRecordingRequest,
  DiagnoseRecordingResponse,
} from '@polymath/contracts/polymath/diagnosis/v1/diagnosis';
import type { EngineCall } from '@polymath/engine-host';
import { PolymathError } from '@polymath/errors';
import { checkUnit, readDiagnoser } from '../inputs/diagnoser-file.js';
import { readAtRate } from '../inputs/windows.js';
import { diagnoseSignal } from '../verdicts/diagnose-signal.js';
import { waveformOf } from '../verdicts/waveform.js';

const mostWindows = 100_000;

/** Names the condition of each window of a recording, and of the whole. */
export const diagnoseRecordingCall: EngineCall<DiagnoseRecordingRequest> = {
  name: 'DiagnoseRecording',
  decode: (bytes) => DiagnoseRecordingRequest.decode(bytes),
  inputs: ({ diagnoser, recording }) =>
    [diagnoser, recording?.file].filter((artifact) => artifact !== undefined),
  handle: async function* (request, files, signal) {
    const diagnoser = readDiagnoser(files, request.diagnoser);
    const recording = request.recording!;
    checkUnit(diagnoser, recording.unit, 'recording.unit');
    const samples = readAtRate(files, recording, diagnoser.card.sampleRateHz);
    const hop = orDefault(request.hop, diagnoser.model.windowLength);
    checkLength(samples.length, diagnoser.model.windowLength, hop);
    const mostReasons = orDefault(request.mostReasons, 5);
    const response = await diagnoseSignal(diagnoser, samples, { hop, mostReasons, signal });
    const { sampleRateHz } = diagnoser.card;
    const waveform = request.withWaveform ? waveformOf(samples, sampleRateHz) : undefined;
    yield DiagnoseRecordingResponse.encode({ ...response, waveform }).finish();
  },
};

function checkLength(samples: number, windowLength: number, hop: number): void {
  const windows = Math.floor((samples - windowLength) / hop) + 1;
  if (windows >= 1 && windows <= mostWindows) return;
  const got = `${samples} samples at the diagnoser's rate`;
  const remedy = windows < 1 ? `at least ${windowLength}` : `at most ${mostWindows} windows`;
  throw new PolymathError('invalid-input', `recording: expected ${remedy}, got ${got}`);
}
