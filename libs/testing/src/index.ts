export { startNats, type NatsFixture } from './nats.js';
