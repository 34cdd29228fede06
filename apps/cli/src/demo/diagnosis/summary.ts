import { table } from '../../output/table.js';
import { severityAt, type GrowingFault } from './budget.js';
import { signNames, type firstSpoken } from './signs.js';

/** When each sign first spoke, how large the fault was then, and how often it spoke without one. */
export function summaryOf(found: ReturnType<typeof firstSpoken>, growth: GrowingFault): string {
  const { beginSeconds } = growth;
  const rows = [...found]
    .sort((a, b) => (a.atSeconds ?? Infinity) - (b.atSeconds ?? Infinity))
    .map(({ sign, atSeconds, falseAlarms }) => {
      const when = atSeconds === undefined ? ['never', '', ''] : [
        `${atSeconds.toFixed(1)} s`,
        `${(atSeconds - beginSeconds).toFixed(1)} s`,
        severityAt(growth, atSeconds).toFixed(2),
      ]; // prettier-ignore
      return [signNames[sign], ...when, falseAlarms];
    });
  const head = ['what spoke', 'first at', 'after', 'severity', 'false alarms'];
  return `The fault began at ${beginSeconds} s.\n\n${table(head, rows)}`;
}
