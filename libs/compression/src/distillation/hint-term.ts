import {
  createNetwork,
  disposeNetwork,
  forward,
  saveableParameters,
  type RandomStream,
} from '@polymath/tensor';
import { hintLossHalfSum, hintLossMean } from '../hints/losses.js';
import { regressorGraph } from '../hints/regressor.js';
import type { TeacherTerm } from './config.js';
import { shapeOf, type Compared, type PreparedTerm } from './prepared-term.js';

/**
 * A hint with its regressor, which is trained beside the student.
 * @throws invalid-input for a layer that there is not, with the names there are; when no regressor leads from one to the other
 */
export function hintTerm(
  { layers, normalization, activation }: TeacherTerm & { kind: 'hint' },
  { student, teacher }: Compared,
  random: RandomStream,
): PreparedTerm {
  const guided = shapeOf(student, layers.student, 'student');
  const hint = shapeOf(teacher, layers.teacher, 'teacher');
  const regressor = createNetwork(regressorGraph({ guided, hint, activation }), random);
  const loss = normalization === 'mean' ? hintLossMean : hintLossHalfSum;
  return {
    studentLayers: [layers.student],
    teacherLayers: [layers.teacher],
    leastSamples: 1,
    loss: (batch) =>
      loss(
        forward(regressor, batch.student(layers.student), { mode: 'training' }),
        batch.teacher(layers.teacher),
      ),
    parameters: regressor.parameters,
    state: saveableParameters(regressor.parameters),
    dispose: () => disposeNetwork(regressor),
  };
}
