import type { InputSource } from '@polymath/compression';
import { forward, noGrad, tidy, type Network } from '@polymath/tensor';

const batchSize = 64;
const warmUps = 3;
const rounds = 15;

/**
 * The median time each network takes for one input of a batch of 64, in seconds: warm, the networks taking turns so that
 * a change of the machine's speed meets all of them.
 */
export function timePerInput(networks: readonly Network[], source: InputSource): number[] {
  const count = Math.min(batchSize, source.count);
  const places = Int32Array.from({ length: count }, (_, i) => i);
  const times = networks.map((): number[] => []);
  tidy(() => {
    const x = source.batch(places);
    for (let round = 0; round < warmUps + rounds; round++) {
      networks.forEach((network, i) => {
        const start = performance.now();
        tidy(() => void noGrad(() => forward(network, x)));
        if (round >= warmUps) times[i]!.push(performance.now() - start);
      });
    }
  });
  return times.map((list) => median(list) / 1000 / count);
}

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
