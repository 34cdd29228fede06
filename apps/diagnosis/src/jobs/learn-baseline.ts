import { readFileSync, writeFileSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { withReport } from '@polymath/area/report';
import { LearnBaselineRequest } from '@polymath/contracts/polymath/diagnosis/v1/live';
import { batchesOf, learnNormal, type Normal, type Observation } from '@polymath/diagnosis';
import { Unit } from '@polymath/contracts/polymath/diagnosis/v1/recording';
import type { JobFiles } from '@polymath/engine-host';
import { invalidFields, PolymathError } from '@polymath/errors';
import type { Report, Training } from '@polymath/tensor';
import { baselineFile, decodeCollected, encodeBaseline } from '../inputs/baseline-file.js';
import { checkUnit, readDiagnoser, type Diagnoser } from '../inputs/diagnoser-file.js';
import { readAtRate } from '../inputs/windows.js';
import { learnBaselineReport } from '../reports/learn-baseline.js';
import { observationOf } from '../live/drift-watch.js';
import { isUsable } from '../live/window-facts.js';
import { unitText } from '../reports/unit-text.js';
import { observe } from '../verdicts/observe.js';

/** Learns what a machine is like while it is healthy; gives `baseline.safetensors`. */
export const learnBaselineJob = withReport<LearnBaselineRequest>({
  kind: 'LearnBaseline',
  decode: (bytes) => LearnBaselineRequest.decode(bytes),
  inputs: ({ diagnoser, recordings, collected }) => [
    ...(diagnoser ? [diagnoser] : []),
    ...recordings.flatMap(({ recording }) => recording?.file ?? []),
    ...collected,
  ],
  open: (spec, files) => {
    const learning = new Learning(spec, files);
    const finish = () => {
      const normals = learning.normals();
      const path = files.output(baselineFile, 'application/vnd.safetensors');
      writeFileSync(path, encodeBaseline({ diagnoser: spec.diagnoser!.sha256, normals }));
      const counts = [...normals].map(([name, { windows }]) => [`windows.${name}`, windows]);
      const metrics = Object.fromEntries(counts) as Record<string, number>;
      const points = [...normals].map(([name, normal]) => ({
        ...{ name, normal },
        observations: learning.observationsAt(name),
      }));
      return { metrics, report: learnBaselineReport(spec, points, unitText(learning.unit)) };
    };
    return { training: learning, finish };
  },
});

type Files = Pick<JobFiles, 'input'>;

/** Goes through the files, one a step. It is over in seconds, so a checkpoint holds nothing: a resumed job begins again. */
class Learning implements Training {
  /** Of the signal, once it runs. */
  unit = Unit.UNIT_UNSPECIFIED;
  private readonly points = new Map<string, Observation[]>();

  constructor(
    private readonly spec: LearnBaselineRequest,
    private readonly files: Files,
  ) {}

  async *run(signal?: AbortSignal): AsyncGenerator<Report> {
    const { recordings, collected } = this.spec;
    const diagnoser = readDiagnoser(this.files, this.spec.diagnoser);
    this.unit = diagnoser.card.unit;
    const steps = recordings.length + collected.length;
    let step = 0;
    const done = () => ({ phase: 'windows', step: ++step, steps, metrics: {} });
    this.points.clear();
    for (const i of recordings.keys()) {
      await this.takeRecording(diagnoser, i, signal);
      yield done();
    }
    for (const i of collected.keys()) {
      signal?.throwIfAborted();
      this.takeCollected(i);
      yield done();
    }
  }

  /** By operating point. @throws invalid-input naming each with too few windows */
  normals(): ReadonlyMap<string, Normal> {
    return new Map(
      [...this.points].map(([name, observations]) => {
        try {
          return [name, learnNormal(observations)];
        } catch (cause) {
          const message = `operating point "${name}": ${PolymathError.from(cause).message}`;
          throw new PolymathError('invalid-input', message, { cause });
        }
      }),
    );
  }

  save() {
    return { tensors: new Map(), state: null };
  }

  load(): void {
    this.points.clear();
  }

  dispose(): void {
    this.points.clear();
  }

  private async takeRecording(diagnoser: Diagnoser, i: number, signal?: AbortSignal) {
    const { recording, operatingPoint } = this.spec.recordings[i]!;
    checkUnit(diagnoser, recording!.unit, `recordings[${i}].recording.unit`);
    const samples = readAtRate(this.files, recording!, diagnoser.card.sampleRateHz);
    const { windowLength: length } = diagnoser.model;
    for (const { start, size } of batchesOf(Math.floor(samples.length / length))) {
      // Between batches the process hears of a job that is to stop.
      await setImmediate();
      signal?.throwIfAborted();
      const values = samples.subarray(start * length, (start + size) * length);
      const facts = observe(diagnoser, { count: size, length, values });
      const usable = facts.filter(isUsable);
      this.observationsAt(operatingPoint).push(...usable.map(observationOf));
    }
  }

  private takeCollected(i: number): void {
    const file = readFileSync(this.files.input(this.spec.collected[i]!));
    const { diagnoser, operatingPoint, observations } = decodeCollected(file);
    if (diagnoser !== this.spec.diagnoser!.sha256) {
      const description = `must be collected with this diagnoser, got one of ${diagnoser}`;
      throw invalidFields([{ field: `collected[${i}]`, description }]);
    }
    this.observationsAt(operatingPoint).push(...observations);
  }

  /** Of an operating point, in their order. */
  observationsAt(point: string): Observation[] {
    const known = this.points.get(point) ?? [];
    this.points.set(point, known);
    return known;
  }
}
