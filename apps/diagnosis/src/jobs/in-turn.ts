import { loadParts, saveParts, type Json, type Report, type Snapshot, type Training } from '@polymath/tensor'; // prettier-ignore

/** A training that is under way, and what is read off it at its end. */
export interface Begun<Result> {
  training: Training;
  judge(): Result;
}

/** One of several trainings. */
export interface Turn<Result> {
  /** Begins its phases' names, e.g. `all but 0 hp`. */
  name: string;
  begin(): Begun<Result>;
  /** A line for the log and figures, once it is judged. */
  readonly tell: (result: Result) => { note: string; metrics: Record<string, number> };
}

/** Trainings one after the other. */
export interface TurnsTraining<Result> extends Training {
  /** Of all turns; to be called at the end, while the last one's training is there. */
  results(): Result[];
}

/** Several trainings as one: each is freed once it is judged, but the last. @param turns at least one; results must be JSON */
export const inTurn = <Result>(turns: readonly Turn<Result>[]): TurnsTraining<Result> =>
  new InTurn(turns);

interface State<Result> {
  /** Place of the turn that is under way. */
  at: number;
  results: Result[];
}

class InTurn<Result> implements TurnsTraining<Result> {
  private state: State<Result> = { at: 0, results: [] };
  private begun: Begun<Result>;

  constructor(private readonly turns: readonly Turn<Result>[]) {
    this.begun = turns[0]!.begin();
  }

  async *run(signal?: AbortSignal): AsyncGenerator<Report, void> {
    for (;;) {
      const { name } = this.turns[this.state.at]!;
      for await (const report of this.begun.training.run(signal)) {
        yield { ...report, phase: `${name}: ${report.phase}` };
      }
      if (this.state.at === this.turns.length - 1) return;
      yield this.next();
    }
  }

  results(): Result[] {
    return [...this.state.results, this.begun.judge()];
  }

  save(): Snapshot {
    return saveParts({ turn: this.begun.training }, this.state as unknown as Json);
  }

  load(snapshot: Snapshot): void {
    const { own } = snapshot.state as unknown as { own: State<Result> };
    if (own.at !== this.state.at) this.begin(own.at);
    loadParts({ turn: this.begun.training }, snapshot);
    this.state = structuredClone(own);
  }

  dispose(): void {
    this.begun.training.dispose();
  }

  private next(): Report {
    const { at, results } = this.state;
    const { name, tell } = this.turns[at]!;
    const result = this.begun.judge();
    this.begin(at + 1);
    this.state = { at: at + 1, results: [...results, result] };
    return { phase: `${name}: test`, step: 1, steps: 1, ...tell(result) };
  }

  private begin(place: number): void {
    this.begun.training.dispose();
    this.begun = this.turns[place]!.begin();
  }
}
