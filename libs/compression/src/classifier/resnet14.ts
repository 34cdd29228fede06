import { batchNormalization, convolution, dense, GraphBuilder, type Graph } from '@polymath/tensor';

const widths = [16, 32, 64] as const;
const blocksPerStage = 2;

/**
 * The residual network of 14 layers that KegNet uses for Fashion-MNIST and SVHN (He et al. 2016, section 4.2, with short-cuts
 * of option A): 172,682 parameters with one channel and ten classes.
 * @returns from [32, 32, channels] to logits [classes]
 */
export function resnet14({ channels = 1, classes = 10 } = {}): Graph {
  const graph = new GraphBuilder([32, 32, channels]);
  graph.layer('conv1', convolution([channels, widths[0]], 3, { padding: 1 }));
  graph.layer('bn1', batchNormalization(widths[0]));
  let last = graph.layer('relu1', { op: 'relu' });
  widths.forEach((width, stage) => {
    for (let block = 0; block < blocksPerStage; block++) {
      const narrower = block === 0 && stage > 0 ? (widths[stage - 1] as number) : width;
      last = basicBlock(graph, `stage${stage + 1}.block${block + 1}`, last, [narrower, width]);
    }
  });
  graph.layer('pool', { op: 'globalAveragePool' });
  graph.layer('fc', dense(widths[2], classes));
  return graph.build();
}

/** Two 3x3 convolutions beside a short-cut; where the width grows, the size is halved. */
function basicBlock(
  graph: GraphBuilder,
  name: string,
  from: string,
  [inputs, outputs]: readonly [number, number],
): string {
  const grows = inputs !== outputs;
  const stride = grows ? 2 : 1;
  graph.layer(`${name}.conv1`, convolution([inputs, outputs], 3, { stride, padding: 1 }), from);
  graph.layer(`${name}.bn1`, batchNormalization(outputs));
  graph.layer(`${name}.relu1`, { op: 'relu' });
  graph.layer(`${name}.conv2`, convolution([outputs, outputs], 3, { padding: 1 }));
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
