export {
  analyzeEnvelope,
  envelopeDefaults,
  type EnvelopeInput,
  type EnvelopeReport,
  type EnvelopeSettings,
  type FaultEvidence,
  type ReportedLine,
} from './analyze.js';
export {
  kurtogram,
  kurtogramBand,
  kurtogramDefaults,
  type BandKurtosis,
  type KurtogramSettings,
} from './kurtogram.js';
export { envelopeSpectrum, lineNear, type Line, type LineSpectrum } from './lines.js';
export {
  envelopeKurtosis,
  mostImpulsiveBand,
  squaredEnvelope,
  thirdOctaveBands,
  type FrequencyBand,
} from './squared-envelope.js';
