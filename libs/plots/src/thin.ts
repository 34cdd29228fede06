/**
 * The largest value of each of at most `most` equal pieces, with its place: what stands out stays.
 * @returns pairs of place and value, by rising place
 */
export function peaksOf(values: readonly number[], most: number): [place: number, value: number][] {
  const size = Math.max(1, Math.ceil(values.length / most));
  const peaks: [number, number][] = [];
  for (let start = 0; start < values.length; start += size) {
    let peak = start;
    const end = Math.min(values.length, start + size);
    for (let k = start; k < end; k++) if (values[k]! > values[peak]!) peak = k;
    peaks.push([peak, values[peak]!]);
  }
  return peaks;
}
