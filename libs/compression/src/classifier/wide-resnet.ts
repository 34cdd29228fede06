import { PolymathError } from '@polymath/errors';
import { batchNormalization, convolution, dense, GraphBuilder, type Graph } from '@polymath/tensor';

const widths = [16, 32, 64] as const;

/** A wide residual network; `WRN-depth-width`. */
export interface WideResidualShape {
  /** Layers with weights: 6·n + 4 for n blocks a stage, e.g. 16, 40. */
  depth: number;
  /** How many times the channels of the narrow network, at least 1. */
  width: number;
  channels?: number;
  classes?: number;
}

/**
 * The wide residual network for images of 32x32 of Zagoruyko and Komodakis 2016 (arXiv 1605.07146), without dropout: batch norm and
 * ReLU come before each convolution, and a short-cut into another width is a 1x1 convolution. The features after each stage are
 * those of its last layer, e.g. `stage2.block6.add`; those before the classes are `pool`.
 * @returns from [32, 32, channels] to logits [classes]
 * @throws invalid-input for a depth that is not 6·n + 4, or a width that is no whole number of at least 1
 */
export function wideResnet(shape: WideResidualShape): Graph {
  const { depth, width, channels = 3, classes = 10 } = shape;
  const blocksPerStage = (depth - 4) / 6;
  if (!Number.isInteger(blocksPerStage) || blocksPerStage < 1) {
    throw new PolymathError('invalid-input', `depth must be 6·n + 4, e.g. 16, got ${depth}`);
  }
  const graph = new GraphBuilder([32, 32, channels]);
  let inputs: number = widths[0];
  let last = graph.layer('conv1', plain([channels, inputs], 3, 1));
  widths.forEach((narrow, stage) => {
    for (let block = 0; block < blocksPerStage; block++) {
      const outputs = narrow * width;
      const stride = block === 0 && stage > 0 ? 2 : 1;
      const name = `stage${stage + 1}.block${block + 1}`;
      last = wideBlock(graph, name, last, { inputs, outputs, stride });
      inputs = outputs;
    }
  });
  activate(graph, ['bn', 'relu'], inputs);
  graph.layer('pool', { op: 'globalAveragePool' });
  graph.layer('fc', dense(inputs, classes));
  return graph.build();
}

interface BlockShape {
  inputs: number;
  outputs: number;
  stride: number;
}

/** Two 3x3 convolutions beside a short-cut, which where the width changes begins after the first ReLU. */
function wideBlock(
  graph: GraphBuilder,
  name: string,
  from: string,
  { inputs, outputs, stride }: BlockShape,
): string {
  const active = activate(graph, [`${name}.bn1`, `${name}.relu1`], inputs, from);
  graph.layer(`${name}.conv1`, plain([inputs, outputs], 3, stride));
  activate(graph, [`${name}.bn2`, `${name}.relu2`], outputs);
  const main = graph.layer(`${name}.conv2`, plain([outputs, outputs], 3, 1));
  const shortcut =
    inputs === outputs
      ? from
      : graph.layer(`${name}.shortcut`, plain([inputs, outputs], 1, stride), active);
  return graph.layer(`${name}.add`, { op: 'add' }, main, shortcut);
}

/** Batch norm and ReLU of the layer before, or of `from`. */
function activate(
  graph: GraphBuilder,
  [norm, relu]: readonly [string, string],
  channels: number,
  ...from: string[]
): string {
  graph.layer(norm, batchNormalization(channels), ...from);
  return graph.layer(relu, { op: 'relu' });
}

/** A convolution that keeps the size, divided by its stride, without a bias. */
const plain = (channels: readonly [number, number], kernel: number, stride: number) =>
  convolution(channels, kernel, { stride, padding: (kernel - 1) / 2, bias: false });
