export { startNats, type NatsFixture } from './nats.js';
export { forkModule, ownProcess, runsTypeScript, type OwnProcess } from './own-process.js';
export { startNatsCluster, type NatsClusterFixture } from './nats-cluster.js';
export type { NatsServer } from './nats-server.js';
export { freePorts } from './free-ports.js';
