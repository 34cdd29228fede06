/**
 * A whole number of a message, to the nearest float64. The argument is `unknown` because onnx-proto's types name a class, Long,
 * that they do not import: below 32 bits it is a number, else an object that can be turned into one.
 */
export const toNumber = (value: unknown): number =>
  typeof value === 'number' ? value : (value as { toNumber(): number }).toNumber();

/** The decimal number that was written as a float32, e.g. 1e-5 for 9.999999747e-6. */
export const toDecimal = (float32: number): number => Number(float32.toPrecision(7));
