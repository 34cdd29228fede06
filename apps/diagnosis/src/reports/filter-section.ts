import type { Block, Section } from '@polymath/area/report';
import type { Measured } from '../jobs/measure.js';
import { bandsOf, diversityOf, filterSpectrum, orthonormalFilters, type FilterBank } from '@polymath/diagnosis'; // prettier-ignore

/** Filters that a page shows at most, evenly over their centres. */
const mostShown = 40;

/** The learnt filters: how they look, where they listen, and how different they are beside an autoencoder's and random ones. */
export function filterSection(
  bank: FilterBank,
  sampleRateHz: number,
  results: readonly Measured[],
): Section {
  const own = results.at(-1)!;
  const kind = own.method;
  const compared = results.filter(
    ({ protocol, diversity }) => diversity && protocol === own.protocol,
  );
  const bands = bandsOf(bank, sampleRateHz);
  const random = orthonormalFilters(bank.outputs, bank.inputs, 1);
  const shown = spreadOf(bands, mostShown);
  const filters = shown.map(({ filter, centreHz }) => ({
    name: `${Math.round(centreHz).toLocaleString('en-US')} Hz`,
    taps: [...bank.values.subarray(filter * bank.inputs, (filter + 1) * bank.inputs)],
    magnitudes: everySecond(filterSpectrum(bank, filter, sampleRateHz).magnitudes),
  }));
  const points = [
    ...bandsOf(random, sampleRateHz).map((band) => ({ ...band, group: 'random, orthonormal' })),
    ...bands.map((band) => ({ ...band, group: kind })),
  ].map(({ centreHz: x, widthHz: y, group }) => ({ x, y, group }));
  const which = shown.length < bands.length ? `${shown.length} of ${bands.length} filters` : `all ${bands.length} filters`; // prettier-ignore
  return {
    title: 'What the filters listen to',
    blocks: [
      { kind: 'figure', plot: { kind: 'filters', filters }, caption: `${which} by rising centre: in time, and the magnitude of the spectrum from 0 to ${sampleRateHz / 2} Hz` },
      { kind: 'figure', plot: { kind: 'scatter', x: { title: 'centre frequency / Hz' }, y: { title: 'bandwidth / Hz' }, points }, caption: 'where each filter listens, and how wide, beside filters that learned nothing' },
      diversityTable([...compared, { method: 'random, orthonormal', diversity: diversityOf(random) }]),
    ],
  }; // prettier-ignore
}

function diversityTable(methods: readonly Pick<Measured, 'method' | 'diversity'>[]): Block {
  const rows = methods.map(({ method, diversity }) => {
    const { meanCosine, nearestTwin, orthonormalityError } = diversity!;
    return [method, meanCosine, nearestTwin, orthonormalityError];
  });
  return {
    ...{ kind: 'table', rows },
    columns: ['filters', 'mean |cos| of pairs', 'mean |cos| with the nearest', 'from orthonormal'],
    caption:
      'how different the filters are, as they act on the raw signal; lower is more different',
  };
}

/** At most so many of a list, evenly, the first and the last among them. */
export function spreadOf<Item>(all: readonly Item[], most: number): Item[] {
  if (all.length <= most) return [...all];
  return Array.from({ length: most }, (_, i) => all[Math.round((i * (all.length - 1)) / (most - 1))]!);
} // prettier-ignore

const everySecond = (values: Float64Array): number[] => [...values].filter((_, k) => k % 2 === 0);
