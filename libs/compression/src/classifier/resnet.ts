import { PolymathError } from '@polymath/errors';
import { batchNormalization, convolution, dense, GraphBuilder, type Graph } from '@polymath/tensor';

const widths = [16, 32, 64] as const;

/** A residual network for small images. */
export interface ResidualShape {
  /** Layers with weights: 6·n + 2 for n blocks a stage, e.g. 14, 20, 56. */
  depth: number;
  channels?: number;
  classes?: number;
  /** Whether convolutions have a bias, which the batch norm behind it takes away again. */
  bias?: boolean;
}

/**
 * The residual network for images of 32x32 of He et al. 2016, section 4.2, with short-cuts of option A. The features after each
 * stage are those of its last layer, e.g. `stage2.block3.relu2`; those before the classes are `pool`.
 * @returns from [32, 32, channels] to logits [classes]
 * @throws invalid-input for a depth that is not 6·n + 2
 */
export function resnet({ depth, channels = 3, classes = 10, bias = false }: ResidualShape): Graph {
  const blocksPerStage = (depth - 2) / 6;
  if (!Number.isInteger(blocksPerStage) || blocksPerStage < 1) {
    throw new PolymathError('invalid-input', `depth must be 6·n + 2, e.g. 20, got ${depth}`);
  }
  const graph = new GraphBuilder([32, 32, channels]);
  graph.layer('conv1', convolution([channels, widths[0]], 3, { padding: 1, bias }));
  graph.layer('bn1', batchNormalization(widths[0]));
  let last = graph.layer('relu1', { op: 'relu' });
  widths.forEach((width, stage) => {
    for (let block = 0; block < blocksPerStage; block++) {
      const inputs = block === 0 && stage > 0 ? (widths[stage - 1] as number) : width;
      const name = `stage${stage + 1}.block${block + 1}`;
      last = basicBlock(graph, name, last, { inputs, outputs: width, bias });
    }
  });
  graph.layer('pool', { op: 'globalAveragePool' });
  graph.layer('fc', dense(widths[2], classes));
  return graph.build();
}

/**
 * The residual network of 14 layers that KegNet uses for Fashion-MNIST and SVHN, with a bias in each convolution: 172,682 parameters
 * with one channel and ten classes.
 */
export const resnet14 = ({ channels = 1, classes = 10 } = {}): Graph =>
  resnet({ depth: 14, channels, classes, bias: true });

/** {@link resnet} of 20 layers: 269,722 parameters with three channels and ten classes. */
export const resnet20 = (shape: Omit<ResidualShape, 'depth'> = {}): Graph =>
  resnet({ depth: 20, ...shape });

/** {@link resnet} of 56 layers: 853,018 parameters with three channels and ten classes. */
export const resnet56 = (shape: Omit<ResidualShape, 'depth'> = {}): Graph =>
  resnet({ depth: 56, ...shape });

interface BlockShape {
  inputs: number;
  outputs: number;
  bias: boolean;
}

/** Two 3x3 convolutions beside a short-cut; where the width grows, the size is halved. */
function basicBlock(
  graph: GraphBuilder,
  name: string,
  from: string,
  { inputs, outputs, bias }: BlockShape,
): string {
  const grows = inputs !== outputs;
  const stride = grows ? 2 : 1;
  const first = convolution([inputs, outputs], 3, { stride, padding: 1, bias });
  graph.layer(`${name}.conv1`, first, from);
  graph.layer(`${name}.bn1`, batchNormalization(outputs));
  graph.layer(`${name}.relu1`, { op: 'relu' });
  graph.layer(`${name}.conv2`, convolution([outputs, outputs], 3, { padding: 1, bias }));
  const main = graph.layer(`${name}.bn2`, batchNormalization(outputs));
  const shortcut = grows ? widen(graph, name, from, outputs - inputs) : from;
  graph.layer(`${name}.add`, { op: 'add' }, main, shortcut);
  return graph.layer(`${name}.relu2`, { op: 'relu' });
}

/** Every second pixel, with `added` channels of zeros after the existing ones. */
function widen(graph: GraphBuilder, name: string, from: string, added: number): string {
  graph.layer(`${name}.subsample`, { op: 'subsample', strides: [2, 2] }, from);
  const margins = [
    [0, 0],
    [0, 0],
    [0, added],
  ] as const; // height, width, channels
  return graph.layer(`${name}.pad`, { op: 'pad', margins });
}
