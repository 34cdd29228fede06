import { noiseSource, type InputSource } from '@polymath/compression';
import { forward, noGrad, tidy, type Network } from '@polymath/tensor';

/** Inputs in a batch unless a request says otherwise. */
export const latencyBatchSize = 64;
const warmUps = 3;
const rounds = 15;
const fewestRounds = 3;
/** A large network on a slow machine is measured fewer times, so that its job is not taken for one that hangs. */
const longestMs = 30_000;

/**
 * The median time each network takes for one input of a batch, in seconds: warm, the networks taking turns so that
 * a change of the machine's speed meets all of them.
 */
export function timePerInput(
  networks: readonly Network[],
  source: InputSource,
  batchSize = latencyBatchSize,
): number[] {
  const count = Math.min(batchSize, source.count);
  const places = Int32Array.from({ length: count }, (_, i) => i);
  const times = networks.map((): number[] => []);
  const begin = performance.now();
  const isOver = (done: number) => done >= fewestRounds && performance.now() - begin > longestMs;
  tidy(() => {
    const x = source.batch(places);
    for (let round = 0; round < warmUps + rounds && !isOver(round - warmUps); round++) {
      networks.forEach((network, i) => {
        const start = performance.now();
        tidy(() => void noGrad(() => forward(network, x)));
        if (round >= warmUps) times[i]!.push(performance.now() - start);
      });
    }
  });
  return times.map((list) => median(list) / 1000 / count);
}

/** {@link timePerInput} of networks that read inputs of one shape, on noise: what the values are takes no time. */
export function timeOnNoise(networks: readonly Network[], batchSize: number): number[] {
  const shape = networks[0]!.graph.input.shape;
  const options = { samples: batchSize, shape, seed: 1, name: 'latency' };
  return timePerInput(networks, noiseSource('gaussian', options), batchSize);
}

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
