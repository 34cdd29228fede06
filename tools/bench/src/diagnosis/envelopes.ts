import {
  analyzeEnvelope,
  envelopeDefaults,
  kurtogramBand,
  resample,
  skf6205,
  type BearingFault,
  type EnvelopeReport,
} from '@polymath/diagnosis';
import type { CwruRecording } from './cwru.js';

const faultOf: Readonly<Record<string, BearingFault | undefined>> = {
  IR: 'inner-race',
  OR: 'outer-race',
  B: 'ball',
};

/** Which records an envelope can tell: the whole of each, its normals at 12 kHz from their longest run. */
export function runEnvelopes(recordings: readonly CwruRecording[]): void {
  count(recordings, 'three bands');
  count(recordings, 'band of the kurtogram');
}

type Bands = 'three bands' | 'band of the kurtogram';

function count(recordings: readonly CwruRecording[], bands: Bands): void {
  const reports = recordings.map((recording) => ({
    recording,
    report: reportOf(recording, bands),
  }));
  for (const { recording, report } of reports) {
    const [first, second] = report.evidence;
    const figures = [first!.fault, first!.evidence.toFixed(2), second!.evidence.toFixed(2)];
    console.log(
      ['envelope', bands, recording.id, recording.condition, report.verdict, ...figures].join('\t'),
    );
  }
  const right = (wanted: (recording: CwruRecording) => boolean, verdict?: 'NOT_DIAGNOSABLE') => {
    const chosen = reports.filter(({ recording }) => wanted(recording));
    const good = chosen.filter(
      ({ recording, report }) => report.verdict === (verdict ?? faultOf[recording.fault]),
    );
    return `${good.length} of ${chosen.length}`;
  };
  const isHard = ({ fault, severity }: CwruRecording) =>
    fault === 'B' || (fault === 'OR' && severity === '014');
  const print = (name: string, figure: string, ours: string) =>
    console.log([`${name}, ${bands}`, bands === 'three bands' ? figure : '-', ours].join('\t'));
  print(
    'inner race named',
    '12 of 12',
    right(({ fault }) => fault === 'IR'),
  );
  print(
    'outer race 007, 021 named',
    '8 of 8',
    right((recording) => recording.fault === 'OR' && !isHard(recording)),
  );
  print('ball, outer race 014 left open', '16 of 16', right(isHard, 'NOT_DIAGNOSABLE'));
  print(
    'normal left open',
    '2 of 2',
    right(({ fault }) => fault === 'normal', 'NOT_DIAGNOSABLE'),
  );
}

function reportOf(
  { samples, sampleRateHz, runs, rpm }: CwruRecording,
  bands: Bands,
): EnvelopeReport {
  const whole = { start: 0, length: samples.length };
  const { start, length } = (runs ?? [whole]).reduce((best, run) =>
    run.length > best.length ? run : best,
  );
  const part = samples.subarray(start, start + length);
  const at12 =
    sampleRateHz > 12_000 ? resample(part, { fromHz: sampleRateHz, toHz: 12_000 }) : part;
  const input = { samples: at12, sampleRateHz: 12_000, rpm, bearing: skf6205 };
  if (bands === 'three bands') return analyzeEnvelope(input);
  return analyzeEnvelope(input, { ...envelopeDefaults, bands: [kurtogramBand(at12, 12_000)] });
}
