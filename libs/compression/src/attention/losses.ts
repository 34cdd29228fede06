import {
  averagePool,
  checkShapes,
  mean,
  meanSquaredError,
  noGrad,
  norm,
  reshape,
  resizeBilinear,
  square,
  sub,
  unitVectors,
  type Tensor,
} from '@polymath/tensor';

/**
 * Where a layer looks (Zagoruyko and Komodakis 2017, section 3.1): for each sample the mean of squares over the channels, as a
 * vector of length 1,
 *     Q = vec( mean over c of F[.., c]² )     A = Q / ‖Q‖₂
 * A sample whose features are all 0 has the map 0.
 * @param features F, [batch, height, width, channels]
 * @returns A, [batch, height · width]
 */
export function attentionMap(features: Tensor): Tensor {
  const [batch = 0] = features.shape;
  return unitVectors(reshape(mean(square(features), -1), [batch, -1]));
}

/**
 * Attention transfer as the published code has it: mean over samples and pixels of (A_student - A_teacher)². Its weight beside
 * cross-entropy is usually 1000, summed over layers.
 * @param student features, [batch, height, width, channels]
 * @param teacher features of the same samples, [batch, height', width', channels']; constants
 * @returns scalar
 */
export function attentionLossMeanSquare(student: Tensor, teacher: Tensor): Tensor {
  return meanSquaredError(...mapsOf(student, teacher));
}

/**
 * Attention transfer as the paper has it (equation 2): mean over samples of ‖A_student - A_teacher‖₂, without the factor β/2.
 * Where a sample's maps agree, the gradient is 0.
 * @param student features, [batch, height, width, channels]
 * @param teacher features of the same samples, [batch, height', width', channels']; constants
 * @returns scalar
 */
export function attentionLossNorm(student: Tensor, teacher: Tensor): Tensor {
  return mean(norm(sub(...mapsOf(student, teacher))));
}

function mapsOf(student: Tensor, teacher: Tensor): [student: Tensor, teacher: Tensor] {
  checkShapes({
    student: [student, 'batch height width channels'],
    teacher: [teacher, 'batch teacherHeight teacherWidth teacherChannels'],
  });
  const size = [1, 2].map((axis) => Math.min(student.shape[axis]!, teacher.shape[axis]!));
  const wanted = size as [number, number];
  return [
    attentionMap(shrunk(student, wanted)),
    noGrad(() => attentionMap(shrunk(teacher, wanted))),
  ];
}

/** Features of a smaller size: by the mean of windows where they fill the image, else by interpolation. */
function shrunk(features: Tensor, [height, width]: [number, number]): Tensor {
  const [, rows = 0, columns = 0] = features.shape;
  if (rows === height && columns === width) return features;
  if (rows % height > 0 || columns % width > 0) return resizeBilinear(features, [height, width]);
  return averagePool(features, { window: [rows / height, columns / width] });
}
