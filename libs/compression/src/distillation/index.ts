export type {
  BatchConfig,
  LabelTerm,
  LayerPair,
  Stage,
  StudentConfig,
  TeacherTerm,
  Term,
  Weight,
} from './config.js';
export { distil, type DistillationData } from './distil.js';
export { fitNetsStages, type FitNetsConfig } from './fit-nets.js';
export {
  trainStudent,
  type Judge,
  type StudentData,
  type StudentTraining,
} from './train-student.js';
export type { Teachers } from './objective.js';
