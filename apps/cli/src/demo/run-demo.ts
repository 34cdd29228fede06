import { join } from 'node:path';
import type { Artifact } from '@polymath/contracts/polymath/artifacts/v1/artifacts';
import { upload } from '../transfers.js';
import { describeBudget, type DemoBudget } from './budget.js';
import { chooseRanks, explainRanks } from './choose-ranks.js';
import { keepFiles } from './keep-files.js';
import {
  mnistFiles,
  mnistPath,
  readTestImages,
  testPart,
  trainingPart,
  type MnistArtifacts,
} from './mnist.js';
import { onnxAccuracy } from './onnx-accuracy.js';
import { checkOnnx, resultTable, rowsOf, type ResultRow } from './report.js';
import { extractKnowledge, makeStudents, measureRanks, trainTeacher } from './steps.js';
import type { DemoData, DemoParts } from './steps.js';

/** What came out. */
export interface DemoResult {
  readonly rows: readonly ResultRow[];
  /** The ranks of all students. */
  readonly ranks: string;
  /** Accuracy of `student.onnx`, by ONNX Runtime. */
  readonly onnxAccuracy: number;
  /** Names of the files in the folder. */
  readonly files: readonly string[];
}

/**
 * Trains a teacher on MNIST, learns generators from it, compresses it, and compares what the student can be fine-tuned on. The
 * results go to a folder.
 * @throws failed-precondition when a job fails; internal when ONNX Runtime disagrees with the service
 */
export async function runDemo(parts: DemoParts): Promise<DemoResult> {
  const { budget, say, folder } = parts;
  say(`Budget\n${describeBudget(budget)}`);
  const data = dataOf(await storeMnist(parts), budget);
  const teacher = await trainTeacher(parts, data);
  const generators = await extractKnowledge(parts, teacher);
  const ranks = await chooseRanks((choice) => measureRanks(parts, { teacher, choice, data }));
  say(`\n${explainRanks(ranks)}`);
  const { choice } = ranks.chosen;
  const students = await makeStudents(parts, { teacher, generators, choice, data });
  const rows = rowsOf(students);
  say(`\n${resultTable(rows)}`);
  const files = await keepFiles(parts, { generators, students, table: resultTable(rows) });
  const images = readTestImages(budget.testImages);
  const accuracy = await onnxAccuracy(join(folder, 'student.onnx'), images);
  say(`\n${checkOnnx(accuracy, rows)}`);
  return { rows, ranks: choice.name, onnxAccuracy: accuracy, files };
}

async function storeMnist({ say, clients, terminal, signal }: DemoParts): Promise<MnistArtifacts> {
  say('\nStoring MNIST with the service');
  const stored: Record<string, Artifact> = {};
  for (const [name, file] of Object.entries(mnistFiles)) {
    stored[name] = await upload(
      { artifacts: clients.artifacts, terminal, signal },
      mnistPath(file),
    );
  }
  return stored as MnistArtifacts;
}

/** The last 5,000 training images choose, the test images judge. */
function dataOf(mnist: MnistArtifacts, budget: DemoBudget): DemoData {
  const { trainingImages, validationImages, testImages, samples } = budget;
  return {
    training: trainingPart(mnist, 0, trainingImages),
    validation: trainingPart(mnist, 55_000, validationImages),
    test: testPart(mnist, testImages),
    real: trainingPart(mnist, 0, samples),
  };
}
