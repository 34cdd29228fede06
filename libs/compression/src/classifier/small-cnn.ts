import {
  batchNormalization,
  convolution,
  dense,
  GraphBuilder,
  maxPooling,
  type Graph,
} from '@polymath/tensor';

/** A small convolutional network. */
export interface SmallCnnShape {
  /** Height and width of the images; 32 unless given. */
  size?: number;
  channels?: number;
  classes?: number;
  /** Channels of each block; [16, 32, 64] unless given. Each block but the last halves the size. */
  widths?: readonly number[];
}

/**
 * A few blocks of 3x3 convolution, batch norm, ReLU and max-pooling (not after the last), then the mean over all pixels and a dense
 * layer: 24,346 parameters with three channels, ten classes and the usual widths. The features of a block are `block1.relu`, ...;
 * those before the classes are `pool`.
 * @returns from [size, size, channels] to logits [classes]
 */
export function smallCnn(shape: SmallCnnShape = {}): Graph {
  const { size = 32, channels = 3, classes = 10, widths = [16, 32, 64] } = shape;
  const graph = new GraphBuilder([size, size, channels]);
  let inputs = channels;
  widths.forEach((width, i) => {
    const name = `block${i + 1}`;
    graph.layer(`${name}.conv`, convolution([inputs, width], 3, { padding: 1, bias: false }));
    graph.layer(`${name}.bn`, batchNormalization(width));
    graph.layer(`${name}.relu`, { op: 'relu' });
    if (i < widths.length - 1) graph.layer(`${name}.pool`, maxPooling(2));
    inputs = width;
  });
  graph.layer('pool', { op: 'globalAveragePool' });
  graph.layer('fc', dense(inputs, classes));
  return graph.build();
}
