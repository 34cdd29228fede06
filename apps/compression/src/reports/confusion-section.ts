import type { Block, Section } from '@polymath/area/report';
import { confusionOf, type LabelledSource } from '@polymath/compression';
import type { Network } from '@polymath/tensor';

/** Of more classes a matrix is no picture any more. */
const mostClasses = 30;
const mostMistakes = 20;

/** What a classifier takes the classes of labelled inputs for. @param where the inputs, in words, e.g. `validation images` */
export function confusionSection(network: Network, source: LabelledSource, where: string): Section {
  const counts = confusionOf(network, source);
  const names = network.graph.table?.classes ?? [];
  const classes = counts.map((_, i) => names[i] ?? String(i));
  const block = classes.length > mostClasses ? mistakesTable(counts, classes) : figureOf(counts, classes, where); // prettier-ignore
  return { title: 'What each class was taken for', blocks: [block] };
}

const figureOf = (counts: number[][], classes: string[], where: string): Block => ({
  kind: 'figure',
  plot: { kind: 'confusion', classes, counts },
  caption: `${where}: shares of each class, and how many they are`,
});

function mistakesTable(counts: number[][], classes: string[]): Block {
  const mistakes = counts.flatMap((row, i) =>
    row.flatMap((count, j) => (i === j || count === 0 ? [] : [[classes[i]!, classes[j]!, count] as const])),
  ); // prettier-ignore
  const rows = mistakes.sort((a, b) => b[2] - a[2]).slice(0, mostMistakes);
  return {
    ...{ kind: 'table', columns: ['class', 'taken for', 'times'], rows },
    caption: `the most frequent mistakes among ${classes.length} classes`,
  };
}
