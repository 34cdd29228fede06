export {
  startEngineHost,
  type EngineHost,
  type EngineHostOptions,
} from './host/start-engine-host.js';
export {
  engineRoles,
  type EngineEnd,
  type EngineObserver,
  type EngineRole,
  type KeptCheckpoint,
  type LivingEngine,
} from './host/engine-observer.js';
export type { CallEngine } from './host/call-engine.js';
export type { LoadedModel, LoadModel } from './host/load-model.js';
export type {
  AnyEngineCall,
  AnyJobProgram,
  EngineCall,
  JobFiles,
  JobOutcome,
  JobProgram,
  ModelProgram,
  OpenJob,
  ServableModel,
  WireTensor,
} from './program.js';
