export {
  simulationDefaults,
  type BearingSimulation,
  type ResonanceMode,
  type SimulatedFault,
} from './config.js';
export { simulateBearing, type SimulatedRecord } from './simulate.js';
