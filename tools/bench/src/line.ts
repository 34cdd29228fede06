/** One figure of a benchmark beside its peer's. */
export interface Figure {
  name: string;
  ours: number;
  peer: number;
  /** Above 1: ours is better. */
  ratio: number;
  unit: string;
}

/** A figure as the one tab-separated line that every benchmark prints: name, ours, peer's, ratio, unit. */
export function formatLine({ name, ours, peer, ratio, unit }: Figure): string {
  const number = (value: number) =>
    Number.isInteger(value) ? String(value) : value.toPrecision(4);
  return [name, number(ours), number(peer), ratio.toFixed(2), unit].join('\t');
}
