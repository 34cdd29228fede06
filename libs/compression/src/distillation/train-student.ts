import {
  countsIn,
  createNetwork,
  disposeNetwork,
  loadParts,
  randomStream,
  saveableParameters,
  saveParts,
  type Network,
  type Report,
  type Saveable,
  type Snapshot,
  type Training,
} from '@polymath/tensor';
import { BestParameters } from '../classifier/best-parameters.js';
import type { LabelledSource } from '../classifier/input-source.js';
import { checkCounts } from '../classifier/settings.js';
import type { StudentConfig } from './config.js';
import type { Teachers } from './objective.js';
import { StageRun } from './stage.js';

/** What a student learns from. */
export interface StudentData {
  training: LabelledSource;
  /** By the names that terms give; they do not change. */
  teachers: Teachers;
}

/** What judges a student at the end of each epoch of the last stage: the epoch of the highest score is kept. */
export interface Judge {
  /** Name of the score in the reports. */
  metric: string;
  score: (student: Network) => number;
}

/** A training that ends in a student. */
export interface StudentTraining extends Training {
  /** The result. At the end of `run` that of the best epoch if there is a judge, else of the last. */
  readonly student: Network;
  /** The epoch of the last stage whose weights the student has at the end, from 1; undefined: the last, unjudged. */
  readonly bestEpoch: number | undefined;
}

/**
 * Trains a new student stage after stage: each step lowers the weighted sum of the stage's terms on one batch, for the student and
 * for what is trained beside it. Parameters that lead to no term stay as they are.
 * @throws invalid-input when a setting is out of its range, a layer or teacher is unknown (with the names there are), or a term does
 * not fit the networks or the batches
 */
export function trainStudent(
  config: StudentConfig,
  data: StudentData,
  judge?: Judge,
): StudentTraining {
  checkCounts({ 'number of stages': config.stages.length });
  checkCounts({ 'number of training inputs': data.training.count });
  const student = createNetwork(config.graph, randomStream(config.seed, 'weights'));
  const best = new BestParameters(student.parameters);
  const stages = prepareStages(config, data, student);
  const parts = partsOf(student, best, stages);
  const state = { stage: 0, step: 0 };

  const judged = (run: StageRun): Record<string, number> => {
    if (!judge || !run.epochEnds || state.stage < stages.length - 1) return {};
    const score = judge.score(student);
    best.offer(score, run.epoch);
    return { [judge.metric]: score };
  };

  async function* run(signal?: AbortSignal): AsyncGenerator<Report, void> {
    for (; state.stage < stages.length; state.stage++, state.step = 0) {
      const stage = stages[state.stage] as StageRun;
      while (state.step < stage.steps) {
        signal?.throwIfAborted();
        const metrics = stage.next();
        state.step++;
        const { name: phase } = stage.stage;
        const report = { phase, step: state.step, steps: stage.steps };
        yield { ...report, metrics: { ...metrics, ...judged(stage) } };
      }
    }
    best.restore();
  }

  return {
    student,
    get bestEpoch() {
      return best.epoch;
    },
    run,
    save: () => saveParts(parts, { ...state }),
    load: (snapshot: Snapshot) => {
      Object.assign(state, countsIn(loadParts(parts, snapshot), ['stage', 'step']));
    },
    dispose: () => {
      stages.forEach((stage) => stage.dispose());
      disposeNetwork(student);
    },
  };
}

function prepareStages(config: StudentConfig, data: StudentData, student: Network): StageRun[] {
  const stages: StageRun[] = [];
  try {
    for (const [i, stage] of config.stages.entries()) {
      const random = randomStream(config.seed, `stage ${i + 1}`);
      stages.push(new StageRun(stage, { ...data, student, batches: config.batches, random }));
    }
    return stages;
  } catch (error) {
    stages.forEach((stage) => stage.dispose());
    disposeNetwork(student);
    throw error;
  }
}

function partsOf(
  student: Network,
  best: BestParameters,
  stages: readonly StageRun[],
): Record<string, Saveable> {
  const parts: Record<string, Saveable> = { student: saveableParameters(student.parameters), best };
  stages.forEach((stage, i) => {
    for (const [name, part] of Object.entries(stage.parts)) parts[`${i + 1}.${name}`] = part;
  });
  return parts;
}
