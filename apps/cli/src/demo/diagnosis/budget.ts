/** How much the diagnosis demo computes. */
export interface DiagnosisBudget {
  /** Nominal turns a minute; each is a load of the training recordings, the last one calibrates. */
  readonly speedsRpm: readonly number[];
  /** Sizes of each kind of fault; the healthy machine is recorded as often. */
  readonly severities: readonly number[];
  /** Of each recording that teaches. */
  readonly recordingSeconds: number;
  readonly filters: number;
  /** Samples. */
  readonly filterLength: number;
  /** Pieces of signal that filters are learned from. */
  readonly segments: number;
  /** Of L-BFGS, for the filters and for the recogniser. */
  readonly filterIterations: number;
  readonly recognizerIterations: number;
  /** Recordings of the healthy machine, ten seconds each, that its baseline is learned from. */
  readonly healthyRecordings: number;
  readonly growth: GrowingFault;
  /** From one line to the next, in seconds of signal. */
  readonly reportSeconds: number;
}

/** A fault of the outer race that grows from nothing while the machine is listened to. */
export interface GrowingFault {
  readonly seconds: number;
  /** Until then the machine is healthy. */
  readonly beginSeconds: number;
  /** At the end. */
  readonly severity: number;
}

/** The size of the growing fault at a time: the truth that verdicts are held against. */
export function severityAt({ seconds, beginSeconds, severity }: GrowingFault, at: number): number {
  return Math.max(0, (severity * (at - beginSeconds)) / (seconds - beginSeconds));
}

/** Within three minutes on two cores. */
export const fullBudget: DiagnosisBudget = {
  speedsRpm: [1797, 1772, 1750],
  severities: [0.7, 1.4, 2.8],
  recordingSeconds: 4,
  filters: 48,
  filterLength: 64,
  segments: 3000,
  filterIterations: 40,
  recognizerIterations: 100,
  healthyRecordings: 6,
  growth: { seconds: 80, beginSeconds: 20, severity: 1.4 },
  reportSeconds: 2,
};

/** Well under a minute: shows that all parts work, not how well. */
export const quickBudget: DiagnosisBudget = {
  ...fullBudget,
  speedsRpm: [1797, 1772],
  severities: [0.7, 1.4],
  recordingSeconds: 2,
  filters: 16,
  filterLength: 32,
  segments: 400,
  filterIterations: 10,
  recognizerIterations: 30,
  healthyRecordings: 2,
  growth: { seconds: 24, beginSeconds: 6, severity: 1.4 },
};
