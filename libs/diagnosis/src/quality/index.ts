export { badSignal, type BadSignal } from './quality.js';
