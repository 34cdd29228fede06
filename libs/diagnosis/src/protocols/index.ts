export {
  leaveOneLoadOut,
  leaveOneSeverityOut,
  oneLoadToOthers,
  randomSplit,
  withinRecording,
} from './protocols.js';
export { balancedAccuracy } from './balanced-accuracy.js';
export { checkDisjoint, splitBy, type Split } from './split.js';
