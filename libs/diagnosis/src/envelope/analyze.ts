import { badPositives, badUnless, refuse } from '../checks.js';
import {
  bearingOrders,
  faultOrder,
  type BearingFault,
  type BearingGeometry,
  type BearingOrders,
} from '../bearing/index.js';
import { envelopeSpectrum, lineNear, type Line, type LineSpectrum } from './lines.js';
import { squaredEnvelope, type FrequencyBand } from './squared-envelope.js';

/** A signal and the machine behind it. */
export interface EnvelopeInput {
  samples: Float32Array;
  sampleRateHz: number;
  /** Of the shaft; measured, not the nominal one. */
  rpm: number;
  bearing: BearingGeometry;
}

/** Settings of {@link analyzeEnvelope}. */
export interface EnvelopeSettings {
  /** Bands to try; the one with the strongest evidence counts. */
  bands: readonly FrequencyBand[];
  faults: readonly BearingFault[];
  /** Harmonics of a rate, >= 1. */
  harmonics: number;
  /** How far a rate may be off by slip, as a share of it. */
  slip: number;
  /** Lines within this share of the rate say how high the floor is. */
  floor: number;
  /** Evidence below which nothing is said. Read off the CWRU records, so measure it on your machines. */
  threshold: number;
}

/** Three bands for 12 kHz, three harmonics, 1.5 % slip, threshold 1.45. */
export const envelopeDefaults: EnvelopeSettings = {
  bands: [
    [1000, 3000],
    [2000, 4000],
    [3000, 5500],
  ],
  faults: ['outer-race', 'inner-race', 'ball'],
  harmonics: 3,
  slip: 0.015,
  floor: 0.15,
  threshold: 1.45,
};

/** A line of an envelope spectrum as a report shows it. */
export interface ReportedLine {
  frequencyHz: number;
  /** Multiples of the shaft's rotation. */
  order: number;
  /** Of the squared envelope, in samples². */
  amplitude: number;
  /** Above the median around it. */
  snrDb: number;
}

/** How much speaks for one kind of fault. */
export interface FaultEvidence {
  fault: BearingFault;
  band: FrequencyBand;
  /** Mean over harmonics of log10(line / median around it). */
  evidence: number;
  harmonics: ReportedLine[];
  /** On either side of the first harmonic: the shaft's rate away for an inner race, the cage's for a ball. */
  sidebands: ReportedLine[];
}

/** What an envelope says. */
export interface EnvelopeReport {
  /** A kind of fault, or that no rate stands out enough: then an envelope neither proves nor rules out a fault. */
  verdict: BearingFault | 'NOT_DIAGNOSABLE';
  orders: BearingOrders;
  /** Each kind in its best band, the strongest first. */
  evidence: FaultEvidence[];
}

/**
 * Envelope analysis: for each kind of fault, whether the squared envelope of some band repeats at its rate. Give it 1 s at least, better 4 to 10.
 * @throws invalid-input that names what is wrong with rates, bearing or bands
 */
export function analyzeEnvelope(
  { samples, sampleRateHz, rpm, bearing }: EnvelopeInput,
  settings: EnvelopeSettings = envelopeDefaults,
): EnvelopeReport {
  const { bands, faults, harmonics, threshold } = settings;
  refuse(
    badPositives({ sampleRateHz, rpm }),
    badUnless(
      bands.length > 0 && faults.length > 0 && harmonics >= 1,
      'settings',
      'must name a band, a fault and a harmonic at least',
    ),
    badUnless(samples.length >= 2, 'samples', `must be at least 2, got ${samples.length}`),
  );
  const orders = bearingOrders(bearing);
  const found = bands.flatMap((band) => {
    const spectrum = envelopeSpectrum(squaredEnvelope(samples, sampleRateHz, band), sampleRateHz);
    return faults.map((fault) => evidenceOf(spectrum, { fault, band, orders, rpm }, settings));
  });
  const best = faults.map((fault) => strongest(found.filter((each) => each.fault === fault)));
  const evidence = best.sort((a, b) => b.evidence - a.evidence);
  const isClear = evidence[0]!.evidence >= threshold;
  return { verdict: isClear ? evidence[0]!.fault : 'NOT_DIAGNOSABLE', orders, evidence };
}

const strongest = (found: readonly FaultEvidence[]) =>
  found.reduce((best, each) => (each.evidence > best.evidence ? each : best));

function evidenceOf(
  spectrum: LineSpectrum,
  about: { fault: BearingFault; band: FrequencyBand; orders: BearingOrders; rpm: number },
  { harmonics, slip, floor }: EnvelopeSettings,
): FaultEvidence {
  const { fault, band, orders, rpm } = about;
  const shaftHz = rpm / 60;
  const rateHz = faultOrder(orders, fault) * shaftHz;
  const near = (hertz: number, search: number) =>
    lineNear(spectrum, hertz, { search, around: floor * rateHz });
  const lines = Array.from({ length: harmonics }, (_, i) =>
    near((i + 1) * rateHz, slip * (i + 1) * rateHz),
  );
  const sum = lines.reduce((total, line) => total + (line?.evidence ?? 0), 0);
  const apartHz = { 'inner-race': shaftHz, ball: orders.cage * shaftHz, 'outer-race': 0, cage: 0 }[
    fault
  ];
  const centreHz = lines[0]?.frequencyHz ?? rateHz;
  const sides = apartHz > 0 ? [centreHz - apartHz, centreHz + apartHz] : [];
  const reported = (all: readonly (Line | undefined)[]) =>
    all.flatMap((line) => (line ? [reportedLine(line, shaftHz)] : []));
  return {
    ...{ fault, band, evidence: sum / harmonics },
    harmonics: reported(lines),
    sidebands: reported(sides.map((hertz) => near(hertz, 2 * spectrum.stepHz))),
  };
}

const reportedLine = (
  { frequencyHz, amplitude, evidence }: Line,
  shaftHz: number,
): ReportedLine => ({
  ...{ frequencyHz, amplitude },
  order: frequencyHz / shaftHz,
  snrDb: 20 * evidence,
});
