import { timeText, type Block, type Cell } from '@polymath/area/report';
import { countParameters, type Network } from '@polymath/tensor';
import { percent } from './percent.js';

const bytesPerParameter = 4;

/** A network and what was measured of it. */
export interface Compared {
  name: string;
  network: Network;
  /** 0 to 1. */
  accuracy?: number | undefined;
  secondsPerInput?: number | undefined;
}

/** Networks beside each other; ratios are to the first, and none for one alone. */
export function comparisonTable(networks: readonly Compared[]): Block {
  const first = countParameters(networks[0]!.network);
  const hasAccuracy = networks.some(({ accuracy }) => accuracy !== undefined);
  const hasTime = networks.some(({ secondsPerInput }) => secondsPerInput !== undefined);
  const isAlone = networks.length === 1;
  const rows = networks.map(({ name, network, accuracy, secondsPerInput }): Cell[] => {
    const parameters = countParameters(network);
    return [
      name,
      ...(hasAccuracy ? [accuracy === undefined ? '-' : percent(accuracy)] : []),
      ...[parameters, ...(isAlone ? [] : [`${(first / parameters).toFixed(2)}x`])],
      `${Math.round((parameters * bytesPerParameter) / 1000).toLocaleString('en-US')} kB`,
      ...(hasTime ? [secondsPerInput === undefined ? '-' : { measured: timeText(secondsPerInput) }] : []),
    ];
  }); // prettier-ignore
  const accuracy = hasAccuracy ? [isAlone ? 'accuracy' : 'test accuracy'] : [];
  const time = hasTime ? ['time per input'] : [];
  const columns = [
    'network',
    ...accuracy,
    'parameters',
    ...(isAlone ? [] : ['ratio']),
    'as float32',
    ...time,
  ];
  return { kind: 'table', columns, rows };
}
