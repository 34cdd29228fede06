import { convolution, dense, GraphBuilder, maxPooling, type Graph } from '@polymath/tensor';

/**
 * LeNet-5 with ReLU and max-pooling, as KegNet's teacher for MNIST (LeCun et al. 1998; Yoo et al. 2019):
 * 61,706 parameters with one channel and ten classes.
 * @returns from [32, 32, channels] to logits [classes]
 */
export function lenet5({ channels = 1, classes = 10 } = {}): Graph {
  const graph = new GraphBuilder([32, 32, channels]);
  graph.layer('conv1', convolution([channels, 6], 5));
  graph.layer('relu1', { op: 'relu' });
  graph.layer('pool1', maxPooling(2)); // [14, 14, 6]
  graph.layer('conv2', convolution([6, 16], 5));
  graph.layer('relu2', { op: 'relu' });
  graph.layer('pool2', maxPooling(2)); // [5, 5, 16]
  graph.layer('conv3', convolution([16, 120], 5)); // [1, 1, 120]
  graph.layer('relu3', { op: 'relu' });
  graph.layer('flatten', { op: 'flatten' });
  graph.layer('fc1', dense(120, 84));
  graph.layer('relu4', { op: 'relu' });
  graph.layer('fc2', dense(84, classes));
  return graph.build();
}
