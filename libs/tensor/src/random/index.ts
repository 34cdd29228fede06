export { randomStream, type RandomStream } from './random-stream.js';
