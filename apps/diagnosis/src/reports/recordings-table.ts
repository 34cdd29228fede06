import type { Block } from '@polymath/area/report';
import type { LabelledRecording } from '@polymath/contracts/polymath/diagnosis/v1/recording';

/** What there are recordings of: a row a condition. */
export function recordingsTable(recordings: readonly LabelledRecording[]): Block {
  const groups = new Map<string, LabelledRecording[]>();
  for (const each of recordings)
    groups.set(each.condition, [...(groups.get(each.condition) ?? []), each]);
  const rows = [...groups].map(([condition, all]) => [
    ...[condition, all.length],
    ...[textOf(all.map(({ severity }) => severity)), textOf(all.map(({ load }) => load))],
  ]);
  return {
    ...{ kind: 'table', columns: ['condition', 'recordings', 'sizes', 'loads'], rows },
    caption: 'the recordings by the condition that they were labelled with',
  };
}

/** Different ones, at most eight of them. */
function textOf(names: readonly string[]): string {
  const known = [...new Set(names)].filter((name) => name !== '');
  return known.length > 8
    ? `${known.slice(0, 8).join(', ')} and ${known.length - 8} more`
    : known.join(', ') || '-';
}
