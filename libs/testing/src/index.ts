export { startNats, type NatsFixture } from './nats.js';
export { forkModule, ownProcess, runsTypeScript, type OwnProcess } from './own-process.js';
