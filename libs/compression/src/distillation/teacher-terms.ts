import { PolymathError } from '@polymath/errors';
import { reshape, type RandomStream, type Tensor } from '@polymath/tensor';
import { attentionLossMeanSquare, attentionLossNorm } from '../attention/losses.js';
import { checkPositive } from '../classifier/settings.js';
import { hardDarkRankLoss } from '../dark-rank/losses.js';
import { relationalAngleLoss, relationalDistanceLoss } from '../relational/losses.js';
import { softTargetLoss } from '../soft-targets/losses.js';
import type { LayerPair, TeacherTerm } from './config.js';
import { hintTerm } from './hint-term.js';
import { classesOf, shapeOf, type Compared, type PreparedTerm } from './prepared-term.js';

type TermOf<Kind extends TeacherTerm['kind']> = TeacherTerm & { kind: Kind };
type Prepare<Kind extends TeacherTerm['kind']> = (
  term: TermOf<Kind>,
  compared: Compared,
  random: RandomStream,
) => PreparedTerm;

const table: { [Kind in TeacherTerm['kind']]: Prepare<Kind> } = {
  'soft-targets': softTargetTerm,
  attention: ({ layers, convention }, compared) => {
    expectImages(layers, compared);
    const loss = convention === 'norm' ? attentionLossNorm : attentionLossMeanSquare;
    return comparison(layers, loss, 1);
  },
  hint: hintTerm,
  'relational-distance': ({ layers, tuples }, compared) =>
    relation(layers, compared, (s, t) => relationalDistanceLoss(s, t, tuples), 2),
  'relational-angle': ({ layers, tuples }, compared) =>
    relation(layers, compared, (s, t) => relationalAngleLoss(s, t, tuples), 3),
  'dark-rank': ({ layers, ...settings }, compared) =>
    relation(layers, compared, (s, t) => hardDarkRankLoss(s, t, settings), settings.length + 1),
};

/**
 * Makes a term that compares with a teacher ready.
 * @param random the weights of what is trained beside the student
 * @throws invalid-input for a layer that there is not, with the names there are; for layers that cannot be compared
 */
export function prepareTeacherTerm(
  term: TeacherTerm,
  compared: Compared,
  random: RandomStream,
): PreparedTerm {
  return (table[term.kind] as Prepare<TeacherTerm['kind']>)(term, compared, random);
}

type Loss = (student: Tensor, teacher: Tensor) => Tensor;

function softTargetTerm(
  { temperature }: TermOf<'soft-targets'>,
  { student, teacher }: Compared,
): PreparedTerm {
  checkPositive({ temperature });
  const [own, given] = [classesOf(student, 'student'), classesOf(teacher, 'teacher')];
  if (own !== given) {
    const message = `soft targets: expected a teacher of ${own} classes, got ${given}`;
    throw new PolymathError('invalid-input', message);
  }
  const layers = { student: student.output, teacher: teacher.output };
  return comparison(layers, (u, v) => softTargetLoss(u, v, temperature), 1);
}

function comparison(layers: LayerPair, loss: Loss, leastSamples: number): PreparedTerm {
  return {
    studentLayers: [layers.student],
    teacherLayers: [layers.teacher],
    leastSamples,
    loss: ({ student, teacher }) => loss(student(layers.student), teacher(layers.teacher)),
  };
}

/** A loss of embeddings; images count as vectors of all their elements. */
function relation(
  layers: LayerPair,
  compared: Compared,
  loss: Loss,
  leastSamples: number,
): PreparedTerm {
  shapeOf(compared.student, layers.student, 'student');
  shapeOf(compared.teacher, layers.teacher, 'teacher');
  const rows = (x: Tensor) => reshape(x, [x.shape[0] ?? 0, -1]); // [samples, features]
  return comparison(layers, (s, t) => loss(rows(s), rows(t)), leastSamples);
}

function expectImages(layers: LayerPair, compared: Compared): void {
  for (const owner of ['student', 'teacher'] as const) {
    const shape = shapeOf(compared[owner], layers[owner], owner);
    if (shape.length === 3) continue;
    throw new PolymathError(
      'invalid-input',
      `${owner}: layer ${layers[owner]} must give [height, width, channels], got [${shape.join(', ')}]`,
    );
  }
}
