import { batchNormalization, dense, GraphBuilder, sizeOf, type Graph } from '@polymath/tensor';

const width = 120;

/** What a decoder reads and makes. */
export interface DecoderShape {
  /** Shape of a generated input, e.g. [32, 32, 1]. */
  input: readonly number[];
  /** Length of the noise that it finds again. */
  noise: number;
  /** Hidden layers after the first: 1 for MNIST, 3 for Fashion-MNIST and SVHN, 2 for tables. */
  hiddenLayers: number;
}

/**
 * KegNet's decoder (Yoo et al. 2019, published code): dense layers, each ELU and then batch norm.
 * @returns from a generated input to the noise it was made of, [noise]
 */
export function decoderGraph({ input, noise, hiddenLayers }: DecoderShape): Graph {
  const graph = new GraphBuilder(input);
  graph.layer('flatten', { op: 'flatten' });
  let inputs = sizeOf(input);
  for (let i = 1; i <= hiddenLayers + 1; i++) {
    graph.layer(`fc${i}`, dense(inputs, width));
    graph.layer(`fc${i}.elu`, { op: 'elu', alpha: 1 });
    graph.layer(`fc${i}.bn`, batchNormalization(width));
    inputs = width;
  }
  graph.layer('out', dense(width, noise));
  return graph.build();
}
