import type { Artifact } from '@polymath/contracts/polymath/artifacts/v1/artifacts';
import {
  CompressClassifierRequest,
  TeacherMode,
  TrainClassifierRequest,
} from '@polymath/contracts/polymath/compression/v1/compression';
import {
  Architecture,
  type LabelledImages,
} from '@polymath/contracts/polymath/compression/v1/network';
import type { Job } from '@polymath/contracts/polymath/jobs/v1/jobs';
import type { DemoBudget } from './budget.js';
import type { RankChoice } from './choose-ranks.js';
import { metricOf, outputOf } from './job-results.js';
import type { CompressionClient, JobRunnerParts, RunJob } from './job-runner.js';
import { fineTuningOf, studentPlans } from './students.js';

/** What the demo runs with. */
export interface DemoParts extends JobRunnerParts {
  readonly compression: CompressionClient;
  readonly run: RunJob;
  readonly budget: DemoBudget;
  readonly seed: number;
  /** The folder of its results; made. */
  readonly folder: string;
  /** Takes what people read of it. */
  readonly say: (text: string) => void;
}

/** The data of the demo: only the teacher and the last student learn from any of it. */
export interface DemoData {
  readonly training: LabelledImages;
  /** Chooses the teacher's epoch and the ranks. */
  readonly validation: LabelledImages;
  /** Judges alone. */
  readonly test: LabelledImages;
  /** What the student of the last row is fine-tuned on. */
  readonly real: LabelledImages;
}

/** A student and the job that made it. */
export interface Student {
  readonly name: string;
  readonly job: Job;
}

/** Trains the classifier that is to be compressed. */
export async function trainTeacher(
  { run, compression, budget, seed }: DemoParts,
  { training, validation }: DemoData,
): Promise<Artifact> {
  const job = await run('Training the teacher, a LeNet-5, on MNIST', (options) =>
    compression.trainClassifier(
      TrainClassifierRequest.create({
        ...{ options, architecture: Architecture.ARCHITECTURE_LENET5, training, validation },
        ...{ epochs: budget.epochs, batchSize: 64, learningRate: budget.trainingRate },
        seed: BigInt(seed),
      }),
    ),
  );
  return outputOf(job, 'classifier.safetensors');
}

/** Learns generators with nothing but the teacher. */
export async function extractKnowledge(
  { run, compression, budget, seed }: DemoParts,
  teacher: Artifact,
): Promise<Artifact> {
  const { generators, generatorEpochs: epochs, batchesPerEpoch, generatorBatch } = budget;
  const teacherMode = TeacherMode.TEACHER_MODE_UNSPECIFIED;
  const job = await run('Learning generators from the teacher alone (KegNet)', (options) =>
    compression.extractKnowledge({
      ...{ options, teacher, generators, epochs, batchesPerEpoch, batchSize: generatorBatch },
      ...{ learningRate: 1e-3, alpha: 1, beta: 0, decoderLayers: 1, teacherMode },
      seed: BigInt(seed),
    }),
  );
  return outputOf(job, 'generators.safetensors');
}

/** Accuracy, before any fine-tuning, of a student with some ranks on validation images. */
export async function measureRanks(
  { run, compression, seed }: DemoParts,
  { teacher, choice, data }: { teacher: Artifact; choice: RankChoice; data: DemoData },
): Promise<number> {
  const job = await run(`Trying ${choice.name}`, (options) =>
    compression.compressClassifier(
      CompressClassifierRequest.create({
        ...{ options, teacher, layers: [...choice.layers] },
        ...{ test: data.validation, seed: BigInt(seed) },
      }),
    ),
  );
  return metricOf(job, 'accuracy');
}

/** What all students are made of. */
export interface StudentInputs {
  readonly teacher: Artifact;
  readonly generators: Artifact;
  readonly choice: RankChoice;
  readonly data: DemoData;
}

/** Makes the student of each row, one after the other. */
export async function makeStudents(
  { run, compression, budget, seed }: DemoParts,
  { teacher, generators, choice, data }: StudentInputs,
): Promise<Student[]> {
  const students: Student[] = [];
  for (const plan of studentPlans(generators, data.real)) {
    const { name } = plan;
    const fineTuning = plan.source && fineTuningOf(plan, generators, budget);
    const job = await run(`Student: ${name}`, (options) =>
      compression.compressClassifier(
        CompressClassifierRequest.create({
          ...{ options, teacher, layers: [...choice.layers], ...(fineTuning && { fineTuning }) },
          ...{ test: data.test, seed: BigInt(seed) },
        }),
      ),
    );
    students.push({ name, job });
  }
  return students;
}
