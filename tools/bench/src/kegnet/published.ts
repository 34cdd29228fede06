/** Test accuracies of Yoo et al. 2019 (table of MNIST with LeNet-5) for students 1 to 3, in %; the teacher's as 0. */
export const published = {
  'Tucker only': [85.18, 67.35, 50.01],
  '+ uniform noise': [95.48, 88.27, 69.89],
  '+ Gaussian noise': [95.45, 87.7, 71.76],
  '+ KegNet': [96.32, 90.89, 89.94],
  // Ours is not in the paper: beside it what the paper reached with KegNet.
  '+ KegNet, blended': [96.32, 90.89, 89.94],
} as const;

/** The published teacher's test accuracy, in %, as its published weights give it. */
export const publishedTeacher = 98.91;

/** The parameters of teacher and students 1 to 3. */
export const publishedParameters = [61_706, 17_063, 15_045, 13_728] as const;

/** A row of the table. */
export type RowName = keyof typeof published;
