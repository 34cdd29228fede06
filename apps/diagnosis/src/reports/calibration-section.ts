import type { Section } from '@polymath/area/report';
import type { ReliabilityBin } from '@polymath/diagnosis';

/** How far what is said can be believed. @param curves bins of a reliability diagram, with their name and error */
export function calibrationSection(
  curves: readonly { name: string; bins: readonly ReliabilityBin[]; error: number }[],
  where: string,
): Section {
  const series = curves.map(({ name, bins }) => ({ name, bins: bins.filter(({ count }) => count > 0) })); // prettier-ignore
  const errors = curves.map(({ name, error }) => `${error.toFixed(3)} (${name})`).join(', ');
  return {
    title: 'How far probabilities can be believed',
    blocks: [
      { kind: 'text', text: `Expected calibration error on ${where}: ${errors}. 0 is best.` },
      {
        ...{ kind: 'figure', plot: { kind: 'reliability', series } },
        caption: 'windows by the probability that was said; larger points stand for more windows, the dashed line for what is said being right as often',
      },
    ],
  }; // prettier-ignore
}
