/** What one method reached. */
export interface Row {
  name: string;
  /** Test accuracies in percent, one a seed. */
  accuracies: readonly number[];
  mean: number;
  /** Mean of the differences from the first method's accuracy of the same seed, in points; 0 for the first. */
  difference: number;
  /** Half the width of its 95 % interval by Student's t; NaN with fewer than two seeds. */
  margin: number;
}

/** Two-sided 95 % quantiles of Student's t, by degrees of freedom from 1. */
const quantiles = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262];

/** Each method beside the first, seed by seed. */
export function pairedDifferences(runs: ReadonlyMap<string, readonly number[]>): Row[] {
  const [first = []] = runs.values();
  return [...runs].map(([name, accuracies]) => {
    const differences = accuracies.map((accuracy, i) => accuracy - first[i]!);
    const difference = mean(differences);
    return {
      ...{ name, accuracies, mean: mean(accuracies), difference },
      margin: margin(differences, difference),
    };
  });
}

function margin(values: readonly number[], centre: number): number {
  const freedom = values.length - 1;
  const squares = values.reduce((sum, value) => sum + (value - centre) ** 2, 0);
  const quantile = quantiles[freedom - 1] ?? (freedom < 1 ? NaN : 1.96);
  return quantile * Math.sqrt(squares / freedom / values.length);
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** The rows as a table in Markdown; `compared` heads the differences. */
export function table(seeds: readonly number[], rows: readonly Row[], compared: string): string {
  const cells = [
    ['method', ...seeds.map((seed) => `seed ${seed}`), 'mean', compared],
    ...rows.map(({ name, accuracies, mean, difference, margin }, i) => [
      name,
      ...accuracies.map((value) => value.toFixed(1)),
      mean.toFixed(1),
      i === 0 ? '' : `${difference >= 0 ? '+' : ''}${difference.toFixed(1)} ± ${margin.toFixed(1)}`,
    ]),
  ];
  const widths = cells[0]!.map((_, i) => Math.max(...cells.map((row) => row[i]!.length)));
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, i) => cell.padEnd(widths[i]!)).join(' | ')} |`;
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return [line(cells[0]!), rule, ...cells.slice(1).map(line)].join('\n');
}
