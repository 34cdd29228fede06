import { accuracyOf, type LabelledSource } from '@polymath/compression';
import { outputShape, type Network } from '@polymath/tensor';
import { classCount } from '../inputs/new-network.js';
import { timePerInput } from './time-per-input.js';

/**
 * Accuracy and time of a student and its first teacher on images that chose nothing. A teacher that tells fewer classes
 * apart is not measured.
 */
export function compareClassifiers(
  student: Network,
  [teacher]: readonly Network[],
  test: LabelledSource,
): Record<string, number> {
  const isComparable =
    teacher !== undefined && (outputShape(teacher.graph)[0] ?? 0) >= classCount(test);
  const networks = isComparable ? [student, teacher] : [student];
  const [secondsPerImage = 0, teacherSecondsPerImage = 0] = timePerInput(networks, test);
  const own = { accuracy: accuracyOf(student, test), secondsPerImage };
  if (!isComparable) return own;
  return { ...own, teacherAccuracy: accuracyOf(teacher, test), teacherSecondsPerImage };
}
