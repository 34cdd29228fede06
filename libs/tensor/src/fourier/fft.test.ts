import { describe, expect, it } from 'vitest';
import { liveTensors } from '../scope.js';
import { fft, inverseFft, type ComplexRows } from './fft.js';

const wave = (count: number) => Float64Array.from({ length: 2 * count }, (_, k) => Math.sin(k * k));

/** The definition, term by term. */
function slowly({ length, parts }: ComplexRows): Float64Array {
  const result = new Float64Array(parts.length);
  for (let place = 0; place < parts.length / 2; place++) {
    const [row, k] = [Math.floor(place / length), place % length];
    for (let t = 0; t < length; t++) {
      const angle = (-2 * Math.PI * k * t) / length;
      const at = 2 * (row * length + t);
      const [re, im] = [parts[at]!, parts[at + 1]!];
      result[2 * place]! += re * Math.cos(angle) - im * Math.sin(angle);
      result[2 * place + 1]! += re * Math.sin(angle) + im * Math.cos(angle);
    }
  }
  return result;
}

const largest = (a: Float64Array, b: Float64Array) =>
  a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i]!)), 0);

describe('fft', () => {
  it.each([1, 7, 16, 97])('is what its definition says: two rows of %i', (length) => {
    const rows = { length, parts: wave(2 * length) };
    expect(largest(fft(rows).parts, slowly(rows))).toBeLessThan(1e-11);
  });

  it('is undone by its inverse, and leaves no tensor behind', () => {
    const rows = { length: 1201, parts: wave(1201) };
    fft(rows);
    const before = liveTensors();
    expect(largest(inverseFft(fft(rows)).parts, rows.parts)).toBeLessThan(1e-13);
    expect(liveTensors()).toBe(before);
  });

  it('rejects what does not fill a row', () => {
    const message = 'expected whole rows of complex numbers, got 5 numbers in rows of 3';
    expect(() => fft({ length: 3, parts: wave(5) })).toThrow(message);
  });
});
