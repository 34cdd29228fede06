/** A figure that must not be on the wrong side of a bound. */
export interface Check {
  name: string;
  measured: number;
  bound: number;
  /** Whether the figure must be at least or at most the bound. */
  side: 'at least' | 'at most';
}

/** A check as a tab-separated line: name, measured, bound, ratio (1 and more: holds), unit. */
export function formatCheck({ name, measured, bound, side }: Check): string {
  const ratio = side === 'at least' ? measured / bound : bound / measured;
  const holds = side === 'at least' ? measured >= bound : measured <= bound;
  const verdict = holds ? 'holds' : 'FAILS';
  return [name, measured.toPrecision(4), `${side} ${bound}`, ratio.toFixed(2), verdict].join('\t');
}
