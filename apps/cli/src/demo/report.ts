import { PolymathError } from '@polymath/errors';
import { formatCount } from '../output/format.js';
import { table } from '../output/table.js';
import { metricOf } from './job-results.js';
import type { Student } from './steps.js';

/** One row of the demo's table. */
export interface ResultRow {
  readonly name: string;
  /** On test images, 0 to 1. */
  readonly accuracy: number;
  readonly parameters: number;
  readonly secondsPerImage: number;
  /** The epoch of fine-tuning that was kept; 0: none was better than the student as it was. */
  readonly epoch?: number | undefined;
}

/** The student of the paper, which learns from what generators make, and is kept. */
export const kegNetName = '+ KegNet';

/** What lies between generated images teaches this one; not in the paper. */
export const blendedName = '+ KegNet, blended';

/** The teacher and its students, by the figures of their jobs. */
export function rowsOf(students: readonly Student[]): ResultRow[] {
  const first = students[0]!.job;
  const teacher = {
    name: 'teacher',
    accuracy: metricOf(first, 'teacherAccuracy'),
    parameters: metricOf(first, 'teacherParameters'),
    secondsPerImage: metricOf(first, 'teacherSecondsPerImage'),
  };
  const rows = students.map(({ name, job }) => ({
    name,
    accuracy: metricOf(job, 'accuracy'),
    parameters: metricOf(job, 'parameters'),
    secondsPerImage: metricOf(job, 'secondsPerImage'),
    epoch: job.metrics['bestEpoch'],
  }));
  return [teacher, ...rows];
}

const untouched = 'epoch 0: fine-tuning made it worse, judged without data; it stays as decomposed';

/** The comparison of the students with their teacher, who comes first. */
export function resultTable(rows: readonly ResultRow[]): string {
  const [teacher] = rows;
  const cells = rows.map(({ name, accuracy, parameters, secondsPerImage, epoch }) => [
    ...[name, percent(accuracy), formatCount(parameters)],
    `${(teacher!.parameters / parameters).toFixed(2)}x`,
    ...[`${(secondsPerImage * 1e6).toFixed(1)} µs`, epoch ?? ''],
  ]);
  const head = ['classifier', 'test accuracy', 'parameters', 'ratio', 'time per image', 'epoch'];
  const isUntouched = rows.some(({ epoch }) => epoch === 0);
  return table(head, cells) + (isUntouched ? `\n\n${untouched}` : '');
}

/** The largest difference between two engines that rounding explains: two images of a thousand. */
const tolerance = 0.002;

/**
 * Compares ONNX Runtime's accuracy of the student that is kept with the service's figure.
 * @throws internal when they differ by more than rounding explains
 */
export function checkOnnx(accuracy: number, rows: readonly ResultRow[]): string {
  const expected = rows.find(({ name }) => name === kegNetName)!.accuracy;
  if (Math.abs(accuracy - expected) <= tolerance) {
    return `student.onnx: ONNX Runtime measures ${percent(accuracy)}, the service ${percent(expected)}`;
  }
  throw new PolymathError(
    'internal',
    `student.onnx: expected ${percent(expected)} as the service measured, ONNX Runtime got ${percent(accuracy)}`,
  );
}

function percent(share: number): string {
  return `${(share * 100).toFixed(2)} %`;
}
