/** eˣ / Σ eˣ over each row of so many values. */
export function softmaxOfRows(values: Float32Array, columns: number): Float32Array {
  const result = new Float32Array(values.length);
  const powers = new Float64Array(columns);
  for (let start = 0; start < values.length; start += columns) {
    // Taken off before the exponential, the largest value keeps it from overflowing.
    let largest = -Infinity;
    for (let i = 0; i < columns; i++) largest = Math.max(largest, values[start + i]!);
    let total = 0;
    for (let i = 0; i < columns; i++) total += powers[i] = Math.exp(values[start + i]! - largest);
    for (let i = 0; i < columns; i++) result[start + i] = powers[i]! / total;
  }
  return result;
}

/** Where in its row each largest value stands; the first of equal ones. */
export function largestOfRows(values: Float32Array, columns: number): Int32Array {
  const result = new Int32Array(values.length / columns);
  for (let row = 0; row < result.length; row++) {
    const start = row * columns;
    let best = 0;
    for (let i = 1; i < columns; i++) if (values[start + i]! > values[start + best]!) best = i;
    result[row] = best;
  }
  return result;
}

/**
 * Images as ONNX takes them.
 * @param shape [batch, height, width, channels], or anything of another rank, which stays as it is
 * @returns [batch, channels, height, width]; the same values where there is one channel
 */
export function channelsFirst(
  values: Float32Array,
  shape: readonly number[],
): { values: Float32Array; shape: readonly number[] } {
  if (shape.length !== 4) return { values, shape };
  const [batch, height, width, channels] = shape as [number, number, number, number];
  const turned = [batch, channels, height, width];
  if (channels === 1) return { values, shape: turned };
  const pixels = height * width;
  const result = new Float32Array(values.length);
  for (let image = 0; image < values.length; image += pixels * channels) {
    for (let pixel = 0; pixel < pixels; pixel++) {
      for (let channel = 0; channel < channels; channel++) {
        result[image + channel * pixels + pixel] = values[image + pixel * channels + channel]!;
      }
    }
  }
  return { values: result, shape: turned };
}
