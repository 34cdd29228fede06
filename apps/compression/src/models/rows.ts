/** eˣ / Σ eˣ over each row of so many values. */
export function softmaxOfRows(values: Float32Array, columns: number): Float32Array {
  const result = new Float32Array(values.length);
  for (let start = 0; start < values.length; start += columns) {
    const row = values.subarray(start, start + columns);
    // Taken off before the exponential, the largest value keeps it from overflowing.
    const largest = row.reduce((a, b) => Math.max(a, b), -Infinity);
    const powers = Float64Array.from(row, (value) => Math.exp(value - largest));
    const total = powers.reduce((sum, power) => sum + power, 0);
    powers.forEach((power, i) => (result[start + i] = power / total));
  }
  return result;
}

/** Where in its row each largest value stands; the first of equal ones. */
export function largestOfRows(values: Float32Array, columns: number): Int32Array {
  return Int32Array.from({ length: values.length / columns }, (_, row) => {
    let best = row * columns;
    for (let i = best + 1; i < (row + 1) * columns; i++) if (values[i]! > values[best]!) best = i;
    return best - row * columns;
  });
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
