/** The value below which a share of values lies, between neighbours in proportion. */
export function quantileOf(values: ArrayLike<number>, share: number): number {
  const sorted = Float64Array.from(values).sort();
  const place = share * (sorted.length - 1);
  const low = Math.floor(place);
  const next = sorted[low + 1] ?? sorted[low]!;
  return sorted[low]! + (place - low) * (next - sorted[low]!);
}
