import { PolymathError } from '@polymath/errors';
import { nativeTypes, typeAttribute } from '../native/attributes.js';
import { run } from '../native/run.js';
import { tidy } from '../scope.js';
import { dataOf, tensor } from '../tensor.js';

/** Rows of complex numbers outside the engine, row-major: real and imaginary parts in turn. */
export interface ComplexRows {
  /** Numbers a row, at least 1. */
  readonly length: number;
  /** [rows · length · 2] */
  readonly parts: Float64Array;
}

/**
 * The discrete Fourier transform of each row, in double precision, for rows of any length n:
 *     X_k = Σ_t x_t · exp(-2πi·k·t / n), k = 0 to n - 1
 * @throws invalid-input when the numbers do not fill whole rows
 */
export const fft = (rows: ComplexRows): ComplexRows => transform('FFT', rows);

/**
 * The inverse of {@link fft}: x_t = 1/n · Σ_k X_k · exp(2πi·k·t / n).
 * @throws invalid-input when the numbers do not fill whole rows
 */
export const inverseFft = (rows: ComplexRows): ComplexRows => transform('IFFT', rows);

// As doubles do, complex doubles cross the border of the native binding as int32, four of them each.
const bitcast = (from: number, to: number) => [typeAttribute('T', from), typeAttribute('type', to)];
const complex128 = 18;
const toComplex = bitcast(nativeTypes.int32, complex128);
const fromComplex = bitcast(complex128, nativeTypes.int32);

function transform(op: 'FFT' | 'IFFT', { length, parts }: ComplexRows): ComplexRows {
  const rows = parts.length / 2 / length;
  if (!Number.isInteger(rows) || !Number.isInteger(length) || rows < 1 || length < 1) {
    const got = `${parts.length / 2} numbers in rows of ${length}`;
    throw new PolymathError('invalid-input', `expected whole rows of complex numbers, got ${got}`);
  }
  const words = tidy(() => {
    const given = new Int32Array(parts.buffer, parts.byteOffset, parts.length * 2);
    const complex = run('Bitcast', [tensor(given, [rows, length, 4])], toComplex);
    return dataOf(run('Bitcast', [run(op, [complex])], fromComplex));
  });
  return { length, parts: new Float64Array(words.buffer, words.byteOffset, parts.length) };
}
