import {
  classView,
  drawPool,
  kegNetDefaults,
  spreadWithinClasses,
  trainGenerators,
  type GeneratorTraining,
  type KegNetConfig,
} from '@polymath/compression';
import type { Network } from '@polymath/tensor';
import type { Check } from './check.js';

const classes = 10;

/** Trains generators and gives, with them, the metrics of each epoch of the first. */
export async function learn(
  teacher: Network,
  settings: Partial<KegNetConfig>,
): Promise<{ training: GeneratorTraining; epochs: Record<string, number>[] }> {
  const config = { ...kegNetDefaults, ...settings };
  const training = trainGenerators(config, teacher);
  const epochs: Record<string, number>[] = [];
  for await (const { phase, step, metrics } of training.run()) {
    if (step % config.batchesPerEpoch !== 0) continue;
    if (phase.startsWith('generator 1 ')) epochs.push({ ...metrics });
    console.error(`  ${phase}, epoch ${step / config.batchesPerEpoch} of ${config.epochs}`);
  }
  return { training, epochs };
}

/** Item 14: what generators can do after 2 and after 10 epochs of 100 batches. */
export function diagnostics(
  { training, epochs }: Awaited<ReturnType<typeof learn>>,
  teacher: Network,
  seed: number,
): Check[] {
  const generators = training.pairs.map(({ generator }) => generator);
  const pool = drawPool(generators, { samples: 6400, classes, seed });
  const { histogram } = classView(teacher, pool);
  const even = pool.count / classes;
  const unevenness = Math.max(...histogram.map((count) => Math.abs(count - even))) / even;
  const [second, tenth] = [epochs[1] ?? {}, epochs[9] ?? {}];
  return [
    atLeast('14 label accuracy after 2 epochs', second['labelAccuracy'], 0.99),
    atMost('14 L_cls after 2 epochs', second['classLoss'], 0.05),
    atMost('14 L_dec after 2 epochs', second['decoderLoss'], 0.05),
    atMost('14 L_dec after 10 epochs', tenth['decoderLoss'], 0.02),
    atMost('14 largest departure from an even histogram', unevenness, 0.1),
  ];
}

/** Item 15: the spread within classes without the decoder and with diversity, against the plain one. */
export async function ablation(teacher: Network, seed: number): Promise<Check[]> {
  const spread = async (settings: Partial<KegNetConfig>) => {
    const { training } = await learn(teacher, { generators: 1, epochs: 3, seed, ...settings });
    const { generator } = training.pairs[0]!;
    const value = spreadWithinClasses(generator, { classes, samplesPerClass: 100, seed });
    training.dispose();
    return value;
  };
  const plain = await spread({});
  return [
    atMost(
      '15 spread within classes, alpha 0 over alpha 1',
      (await spread({ alpha: 0 })) / plain,
      1,
    ),
    atLeast(
      '15 spread within classes, beta 10 over beta 0',
      (await spread({ beta: 10 })) / plain,
      1,
    ),
  ];
}

export const atLeast = (name: string, measured = NaN, bound: number): Check => ({
  name,
  measured,
  bound,
  side: 'at least',
});

export const atMost = (name: string, measured = NaN, bound: number): Check => ({
  name,
  measured,
  bound,
  side: 'at most',
});
