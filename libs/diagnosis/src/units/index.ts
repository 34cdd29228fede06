export { accelerationFactor, convertAcceleration, type AccelerationUnit } from './acceleration.js';
