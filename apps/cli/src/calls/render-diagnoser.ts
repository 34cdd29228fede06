import type { JsonValue } from '@bufbuild/protobuf';
import { DescribeDiagnoserResponse } from '@polymath/contracts/polymath/diagnosis/v1/diagnosis';
import { unitToJSON } from '@polymath/contracts/polymath/diagnosis/v1/recording';
import { formatCount, formatFigure } from '../output/format.js';
import { table } from '../output/table.js';

/** What a diagnoser takes, knows and listens to, as facts and a table of its filters. */
export function renderDiagnoser(response: JsonValue): string {
  const described = DescribeDiagnoserResponse.fromJSON(response);
  const { conditions, recordings, filters, calibration, temperature } = described;
  const unit = unitToJSON(described.unit).replace('UNIT_', '').replaceAll('_', ' ').toLowerCase();
  const facts = [
    ['names', conditions.join(', ')],
    ['takes', `windows of ${formatCount(described.windowLength)} samples at ${formatCount(described.sampleRateHz)} Hz, in ${unit}`],
    ['right on', `${formatFigure(100 * described.heldOutAccuracy)} % of the windows that calibrated it`],
    ['calibrated', `by ${calibration}; temperature ${formatFigure(temperature)}`],
    ['taught by', recordings.join(', ')],
  ] as const; // prettier-ignore
  const rows = filters.map(({ filter, centreHz, widthHz }) => [filter, formatCount(Math.round(centreHz)), formatCount(Math.round(widthHz))]); // prettier-ignore
  const lines = facts.map(([name, value]) => `${name.padEnd(10)} ${value}`);
  return `${lines.join('\n')}\n\n${table(['filter', 'centre / Hz', 'width / Hz'], rows)}`;
}
