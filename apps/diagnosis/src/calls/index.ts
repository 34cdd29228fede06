export { analyzeEnvelopeCall } from './analyze-envelope.js';
export { describeDiagnoserCall } from './describe-diagnoser.js';
export { diagnoseRecordingCall } from './diagnose-recording.js';
export { analyzeStretchCall } from './analyze-stretch.js';
export { simulateBearingCall } from './simulate-bearing.js';
