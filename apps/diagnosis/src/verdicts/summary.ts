import type { Health, Reason, RecordingSummary } from '@polymath/contracts/polymath/diagnosis/v1/diagnosis'; // prettier-ignore
import { bandsOf, Moments } from '@polymath/diagnosis';
import type { Diagnoser } from '../inputs/diagnoser-file.js';
import { poolingOf } from '../inputs/training-config.js';
import { healthOfMoments } from '../live/report-to-message.js';
import type { Judged } from './judge.js';

/** Below this a probability counts as this: no single window can rule a condition out. */
const leastProbability = 1e-6;

/** What windows say together. */
export class Summary {
  private readonly logs: number[];
  private readonly features: number[];
  private counts = { usable: 0, bad: 0, unknown: 0 };

  constructor(private readonly diagnoser: Diagnoser) {
    const { classes, standardizer } = diagnoser.model;
    this.logs = Array<number>(classes.length).fill(0);
    this.features = Array<number>(standardizer.mean.length).fill(0);
  }

  /** Takes a usable window, by its place among those judged. */
  add({ probabilities, features, unknownScores }: Judged, place: number): void {
    this.logs.forEach((_, c) => {
      const probability = probabilities.values[place * probabilities.length + c]!;
      this.logs[c]! += Math.log(Math.max(probability, leastProbability));
    });
    this.features.forEach((_, j) => {
      this.features[j]! += features.values[place * features.length + j]!;
    });
    this.counts.usable++;
    this.counts.unknown += Number(unknownScores[place]! > 1);
  }

  /** Takes a window that says nothing. */
  addBad(): void {
    this.counts.bad++;
  }

  /** The summary of all that was taken. */
  message(mostReasons: number): Omit<RecordingSummary, 'health'> {
    const { usable, bad, unknown } = this.counts;
    const counted = { usableWindows: usable, badWindows: bad };
    if (usable === 0) return { condition: '', probabilities: [], unknown: false, unknownShare: 0, reasons: [], ...counted }; // prettier-ignore
    const means = this.logs.map((sum) => sum / usable);
    const most = Math.max(...means);
    const shares = means.map((mean) => Math.exp(mean - most));
    const total = shares.reduce((sum, share) => sum + share, 0);
    const label = means.indexOf(most);
    return {
      ...{ condition: this.diagnoser.model.classes[label]!, ...counted },
      probabilities: shares.map((share) => share / total),
      unknown: unknown > usable / 2,
      unknownShare: unknown / usable,
      reasons: this.reasons(label).slice(0, mostReasons),
    };
  }

  /** Shares of the mean features in the score of a condition, the largest first. */
  private reasons(label: number): Reason[] {
    const { model, card } = this.diagnoser;
    const { bank, recognizer, classes } = model;
    const centres = new Map(bandsOf(bank, card.sampleRateHz).map(({ filter, centreHz }) => [filter, centreHz])); // prettier-ignore
    const all = this.features.map((sum, j): Reason => {
      const filter = j % bank.outputs;
      const pooling = poolingOf(model.features.poolings[Math.floor(j / bank.outputs)]!);
      const share = (sum / this.counts.usable) * recognizer.weight[j * classes.length + label]!;
      return { filter, pooling, centreHz: centres.get(filter)!, share };
    });
    return all.sort((a, b) => Math.abs(b.share) - Math.abs(a.share));
  }
}

/** Indicators of all finite samples; undefined for a constant signal. */
export function healthOf(samples: Float32Array): Health | undefined {
  const moments = new Moments();
  moments.push(samples.filter(Number.isFinite));
  return healthOfMoments(moments);
}
