import {
  batchNormalization,
  convolution,
  createNetwork,
  dense,
  floatsOf,
  forward,
  GraphBuilder,
  maxPooling,
  networkFrom,
  parameterValues,
  disposeNetwork,
  randomStream,
  tidy,
  type Graph,
  type Network,
} from '@polymath/tensor';

/** Every layer of sequential classifiers of images, with windows that are no squares. */
function sequential(): Graph {
  const graph = new GraphBuilder([13, 10, 2]);
  const oblong = { kernel: [3, 2], strides: [2, 1], padding: [1, 0, 0, 1] } as const;
  graph.layer('conv1', { op: 'conv2d', in: 2, out: 4, bias: false, ...oblong });
  graph.layer('bn1', batchNormalization(4));
  graph.layer('relu', { op: 'relu' });
  graph.layer('max', { op: 'maxPool', ...oblong }); // padded by zeros after a ReLU
  graph.layer('elu', { op: 'elu', alpha: 1 });
  graph.layer('mean', { op: 'averagePool', ...oblong });
  graph.layer('leaky', { op: 'leakyRelu', alpha: 0.2 });
  graph.layer('flatten', { op: 'flatten' });
  graph.layer('fc1', dense(40, 12));
  graph.layer('bn2', batchNormalization(12, { affine: false }));
  graph.layer('tanh', { op: 'tanh' });
  graph.layer('same', { op: 'identity' });
  graph.layer('fc2', { ...dense(12, 6), bias: false });
  graph.layer('sigmoid', { op: 'sigmoid' });
  graph.layer('part', { op: 'slice', axis: 0, start: 1, end: 4 });
  graph.layer('wider', { op: 'pad', margins: [[1, 2]] });
  graph.layer('probabilities', { op: 'softmax' });
  return graph.build();
}

/** A residual block whose short-cut has no weights, then branches side by side. */
function residual(): Graph {
  const graph = new GraphBuilder([8, 6, 3], 'pixels');
  const start = graph.layer('conv', convolution([3, 4], 3, { padding: 1 }));
  graph.layer('block.conv1', convolution([4, 8], 3, { stride: 2, padding: 1 }));
  graph.layer('block.relu', { op: 'relu' });
  const body = graph.layer('block.conv2', convolution([8, 8], 3, { padding: 1 }));
  graph.layer('block.subsample', { op: 'subsample', strides: [2, 2] }, start);
  const margins = [[0, 0], [0, 0], [0, 4]] as const; // prettier-ignore
  const short = graph.layer('block.pad', { op: 'pad', margins });
  const sum = graph.layer('block.add', { op: 'add' }, body, short); // [4, 3, 8]
  const left = graph.layer('left', { op: 'slice', axis: 2, start: 2, end: 5 }, sum);
  const right = graph.layer('right', convolution([8, 2], 1), sum);
  graph.layer('join', { op: 'concat' }, left, right);
  graph.layer('crop', { op: 'slice', axis: 1, start: 1, end: 3 }); // [4, 2, 5]
  graph.layer('pool', { op: 'globalAveragePool' });
  graph.layer('fc', dense(5, 3));
  return graph.build();
}

/** Rows that become images, grow and become rows again. */
function growing(): Graph {
  const graph = new GraphBuilder([5]);
  const square = { kernel: [4, 4], strides: [2, 2] } as const;
  graph.layer('fc', dense(5, 12));
  graph.layer('image', { op: 'reshape', shape: [2, 2, 3] });
  graph.layer('up1', {
    op: 'convTranspose2d',
    in: 3,
    out: 2,
    padding: 'same',
    bias: true,
    ...square,
  });
  graph.layer('up2', {
    op: 'convTranspose2d',
    in: 2,
    out: 2,
    padding: 'valid',
    bias: false,
    ...square,
  });
  graph.layer('max', maxPooling(2));
  graph.layer('flatten', { op: 'flatten' });
  graph.layer('out', dense(50, 4));
  return graph.build();
}

/** Networks that together have every layer that TensorFlow.js has. */
export const graphs = { sequential, residual, growing };

/** Random weights, and running statistics that are neither 0 nor 1. */
export function networkOf(graph: Graph): Network {
  const fresh = createNetwork(graph, randomStream(5, 'weights'));
  const values = [...parameterValues(fresh.parameters)].map(([name, value]) => {
    if (!name.includes('running') && !/bn\d\./.test(name)) return [name, value] as const;
    return [name, value.map((_, i) => 0.8 + 0.5 * Math.sin(i + name.length))] as const;
  });
  disposeNetwork(fresh);
  return networkFrom(graph, new Map(values));
}

/** Three inputs of a graph, in our order. */
export const inputsOf = ({ input: { shape } }: Graph): Float32Array =>
  tidy(() => floatsOf(randomStream(6, 'x').normal([3, ...shape])));

/** What our engine computes. */
export const ourLogits = (network: Network, values: Float32Array): Float32Array =>
  tidy(() => {
    const x = randomStream(6, 'x').normal([3, ...network.graph.input.shape]);
    if (String(floatsOf(x)) !== String(values)) throw new Error('other inputs');
    return floatsOf(forward(network, x));
  });
