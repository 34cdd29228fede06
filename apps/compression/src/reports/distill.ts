import type { JobReport } from '@polymath/area/report';
import { DistillRequest } from '@polymath/contracts/polymath/compression/v1/distillation';
import { countParameters, type Network } from '@polymath/tensor';
import type { LearningData } from '../inputs/learning-data.js';
import { comparisonTable } from './comparison-table.js';
import { confusionSection } from './confusion-section.js';
import { countText, percent } from './percent.js';

/** What came out of a distillation. */
export interface Distilled {
  student: Network;
  teachers: readonly Network[];
  data: LearningData;
  /** The stages with their defaults. */
  stages: readonly object[];
  batches: object;
  metrics: Readonly<Record<string, number>>;
}

/** A student beside its teachers. */
export function distillReport(spec: DistillRequest, distilled: Distilled): JobReport {
  const { student, teachers, data, stages, batches, metrics } = distilled;
  const { accuracy, teacherAccuracy, validationAccuracy } = metrics;
  const times = { student: metrics['secondsPerImage'], teacher: metrics['teacherSecondsPerImage'] };
  const named = teachers.map((network, i) => ({
    ...{ name: `teacher ${i + 1}`, network },
    ...(i === 0 && { accuracy: teacherAccuracy, secondsPerInput: times.teacher }),
  }));
  const own = { name: 'student', network: student, accuracy, secondsPerInput: times.student };
  const judge = data.test ?? data.validation;
  const share = data.test ? accuracy : validationAccuracy;
  const where = data.test ? 'test images' : 'validation images, which chose the epoch';
  const { student: network, training, validation, test, teachers: files } = DistillRequest.toJSON(spec) as Record<string, unknown>; // prettier-ignore
  const size = `${countText(countParameters(student))} parameters`;
  return {
    title: 'A distilled student',
    sentence: judge && share !== undefined
      ? `The student with ${size} puts ${percent(share)} of ${countText(judge.count)} ${data.test ? 'test' : 'validation'} images into their class${data.test && teacherAccuracy !== undefined ? `, its teacher ${percent(teacherAccuracy)}` : ''}.`
      : `The student with ${size} learned from ${countText(data.training.count)} images; nothing was held out to judge it by.`,
    settings: { student: network, teachers: files, training, validation, test, batches, stages, seed: Number(spec.seed) },
    counts: countsOf(data),
    sections: [
      { title: 'Teachers and student', blocks: [comparisonTable([...named, own])] },
      ...(judge ? [confusionSection(student, judge, where)] : []),
    ],
  }; // prettier-ignore
}

/** How many images there are of each part. */
export const countsOf = ({ training, validation, test }: LearningData) => ({
  'training images': training.count,
  ...(validation && { 'validation images': validation.count }),
  ...(test && { 'test images, which chose nothing': test.count }),
});
