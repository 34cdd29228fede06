import type { Section } from '@polymath/area/report';

/** What each condition was taken for. @param where the windows, in words */
export const confusionSection = (
  classes: readonly string[],
  counts: readonly (readonly number[])[],
  where: string,
): Section => ({
  title: 'What each condition was taken for',
  blocks: [
    {
      ...{ kind: 'figure', plot: { kind: 'confusion', classes, counts } },
      caption: `${where}: shares of each condition, and how many windows they are`,
    },
  ],
});
