import type { ServingParts } from '@polymath/area';
import { orDefault } from '@polymath/area/inputs';
import type {
  DiagnoseResponse,
  LiveVerdict,
} from '@polymath/contracts/polymath/diagnosis/v1/diagnosis';
import type { DiagnoseRequest } from '@polymath/contracts/polymath/diagnosis/v1/live';
import { SteadyVerdict, type StreamedWindow } from '@polymath/diagnosis';
import { badVerdict, windowVerdict } from '../verdicts/window-verdict.js';
import { BlockReader, type ReadBlock } from './block-reader.js';
import { Collection } from './collection.js';
import type { ComputeWindows } from './compute-windows.js';
import { DriftWatch } from './drift-watch.js';
import type { EnvelopeWatch } from './envelope-watch.js';
import type { OpenedStream } from './open-stream.js';
import { reasonMessages } from './reasons.js';
import { healthOfMoments, toDrift } from './report-to-message.js';
import { Trend } from './trend.js';
import { isUsable, type WindowFacts } from './window-facts.js';

type Event = NonNullable<DiagnoseResponse['event']>;
type Events = AsyncGenerator<Event>;

/** What a stream works with beside what it was opened with. */
export interface LiveParts {
  compute: ComputeWindows;
  /** Without it there are no envelope reports. */
  envelopes: EnvelopeWatch | undefined;
  artifacts: ServingParts['artifacts'];
}

const defaultReportSeconds = 10;
const defaultReasons = 3;

/** One stream between its header and its end: takes blocks, gives verdicts. All that it remembers is small. */
export class LiveStream {
  private readonly reader: BlockReader;
  private readonly steady: SteadyVerdict;
  private readonly drift: DriftWatch;
  private readonly trend = new Trend();
  private readonly collection: Collection;
  private windows = 0n;
  private rpm: number;
  private operatingPoint: string;
  private reportDue: number;

  constructor(
    private readonly stream: OpenedStream,
    private readonly parts: LiveParts,
  ) {
    const { header, samples, described, normals, diagnoser } = stream;
    this.reader = new BlockReader(samples);
    this.steady = new SteadyVerdict(described.conditions.length);
    this.drift = new DriftWatch(normals);
    this.collection = new Collection(parts.artifacts, diagnoser.artifact.sha256, header);
    this.rpm = header.rpm;
    this.operatingPoint = header.operatingPoint;
    this.reportDue = this.reportSamples;
  }

  /** What follows from a message. @throws invalid-input naming what is wrong with it */
  async *push(message: DiagnoseRequest): Events {
    const block = this.reader.read(message);
    if (message.part?.$case === 'block') {
      this.rpm = orDefault(message.part.value.rpm, this.rpm);
      this.operatingPoint = message.part.value.operatingPoint ?? this.operatingPoint;
    }
    if (block.gap) yield this.gap(block, block.gap);
    for (const part of this.stream.timeline.push(block)) yield* this.take(part, block.sequence);
  }

  /** What follows from the end of the stream. */
  async *finish(): Events {
    for (const part of this.stream.timeline.finish()) yield* this.take(part, this.reader.sequence);
    yield* this.report();
  }

  private gap(block: ReadBlock, gap: NonNullable<ReadBlock['gap']>): Event {
    this.steady.reset();
    this.parts.envelopes?.gap();
    const { expectedSequence, lostSamples } = gap;
    const lostSeconds = lostSamples / this.stream.header.sampleRateHz;
    return { $case: 'gap', value: { expectedSequence, sequence: block.sequence, lostSeconds } };
  }

  private async *take(
    { samples, windows }: { samples: Float32Array; windows: readonly StreamedWindow[] },
    sequence: bigint,
  ): Events {
    this.parts.envelopes?.push(samples);
    if (windows.length > 0) {
      const facts = await this.parts.compute(windows);
      for (const [i, window] of windows.entries()) {
        yield { $case: 'verdict', value: this.verdict(window, facts[i]!, sequence) };
        if (isUsable(facts[i]!)) yield* this.collection.take(facts[i]!, this.operatingPoint);
      }
    }
    const { position } = this.stream.timeline;
    if (position < this.reportDue) return;
    this.reportDue += Math.ceil((position - this.reportDue + 1) / this.reportSamples) * this.reportSamples; // prettier-ignore
    yield* this.report();
  }

  private verdict({ start }: StreamedWindow, facts: WindowFacts, sequence: bigint): LiveVerdict {
    const { described, header, timeline } = this.stream;
    const startSeconds = start / described.sampleRateHz;
    const usable = isUsable(facts);
    const verdict = usable
      ? windowVerdict(described.conditions, startSeconds, facts, this.steady)
      : badVerdict(startSeconds, facts.badSignal);
    const drift = usable ? toDrift(this.drift.push(facts, this.operatingPoint)) : undefined;
    const t0Nanos = timeline.nanosAt(start);
    this.trend.add(facts, verdict, { t0Nanos, drift });
    return {
      ...{ window: this.windows++, t0Nanos, sequence, verdict, drift },
      health: usable ? healthOfMoments(facts.moments) : undefined,
      reasons: usable ? reasonMessages(described, facts, header.mostReasons ?? defaultReasons) : [],
    };
  }

  /** A point of the trend; the envelope follows when it has been analysed. */
  private async *report(): Events {
    const { timeline, described } = this.stream;
    this.parts.envelopes?.begin(this.rpm, (samples) => {
      const start = timeline.position - samples;
      return { startSeconds: start / described.sampleRateHz, t0Nanos: timeline.nanosAt(start) };
    });
    const point = this.trend.take(this.drift.stabilityIndex());
    if (point) yield { $case: 'trend', value: point };
  }

  private get reportSamples(): number {
    const { header, described } = this.stream;
    return orDefault(header.reportSeconds, defaultReportSeconds) * described.sampleRateHz;
  }
}
