export { transition } from './state-machine.js';
export { hasEnded, stateName } from './job-states.js';
export type {
  Claimant,
  Effect,
  JobTransition,
  NewJob,
  Rejection,
  Transition,
} from './transition.js';
