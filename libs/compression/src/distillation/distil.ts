import { outputShape } from '@polymath/tensor';
import { accuracyOf } from '../classifier/evaluate.js';
import type { LabelledSource } from '../classifier/input-source.js';
import { checkCounts, checkLabels } from '../classifier/settings.js';
import type { StudentConfig } from './config.js';
import { trainStudent, type StudentData, type StudentTraining } from './train-student.js';

/** What a classifier learns from and is chosen on. */
export interface DistillationData extends StudentData {
  /** If given, the epoch of the last stage with the highest accuracy on it is kept; else the last. */
  validation?: LabelledSource | undefined;
}

/**
 * Trains a classifier on labelled data by a weighted sum of cross-entropy and terms that compare it with teachers. With
 * cross-entropy alone it is the student that distillation is compared with.
 * @throws invalid-input as {@link trainStudent}, and when labels and inputs or classes do not fit
 */
export function distil(config: StudentConfig, data: DistillationData): StudentTraining {
  const { training, validation } = data;
  const [classes = 0] = outputShape(config.graph);
  checkLabels(training, classes);
  if (!validation) return trainStudent(config, data);
  checkCounts({ 'number of validation inputs': validation.count });
  checkLabels(validation, classes);
  return trainStudent(config, data, {
    metric: 'validationAccuracy',
    score: (student) => accuracyOf(student, validation),
  });
}
