export { fft, inverseFft, type ComplexRows } from './fft.js';
