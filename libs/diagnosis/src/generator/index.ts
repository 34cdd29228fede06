export {
  simulationDefaults,
  type BearingSimulation,
  type Growth,
  type ResonanceMode,
  type SimulatedFault,
} from './config.js';
export { simulateBearing, type SimulatedRecord } from './simulate.js';
