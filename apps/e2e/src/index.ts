export {
  connectClients,
  connectDiagnosis,
  type Clients,
  type DiagnosisClients,
  type SharedClients,
} from './clients.js';
export { startPlatform, type Platform } from './platform.js';
export { enginesOf } from './engine-processes.fixture.js';
export { get, outputOf, put, putImages, succeeded } from './jobs.fixture.js';
export { putMachines } from './machines.fixture.js';
export { patterns } from './patterns.fixture.js';
export { block, header } from './live.fixture.js';
export { residentBytes } from './process-memory.fixture.js';
export {
  startArea,
  startDiagnosisProcess,
  startService,
  type AreaProcess,
  type DiagnosisProcess,
  type ServiceProcess,
} from './service-process.fixture.js';
