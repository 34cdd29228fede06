import { PolymathError } from '@polymath/errors';
import {
  batchNormalization,
  dense,
  GraphBuilder,
  type Graph,
  type LayerKind,
} from '@polymath/tensor';

/** What a generator reads and makes. */
export interface GeneratorShape {
  /** Length of the noise z; 10 in the paper. */
  noise: number;
  classes: number;
  /** [height, width, channels] of an image, height = width = 32; or [features] of a row. */
  output: readonly number[];
}

/**
 * KegNet's generator (Yoo et al. 2019, published code): for images transposed convolutions up to 32x32 and a standardisation
 * of each image and channel; for rows three dense layers. 187,752 trainable parameters for one channel and ten classes.
 * @returns from [noise + classes] to an input of the classifier
 * @throws invalid-input for images of another size
 */
export function generatorGraph(shape: GeneratorShape): Graph {
  return shape.output.length === 1 ? tabularGenerator(shape) : imageGenerator(shape);
}

function imageGenerator({ noise, classes, output }: GeneratorShape): Graph {
  const [height, width, channels = 1] = output;
  if (output.length !== 3 || height !== 32 || width !== 32) {
    const got = output.join(', ');
    throw new PolymathError('invalid-input', `generators make [32, 32, channels], got [${got}]`);
  }
  const graph = new GraphBuilder([noise + classes]);
  graph.layer('fc1', dense(noise + classes, 256));
  graph.layer('fc1.bn', batchNormalization(256));
  graph.layer('fc1.relu', { op: 'relu' });
  graph.layer('fc2', dense(256, 128));
  graph.layer('fc2.bn', batchNormalization(128));
  graph.layer('fc2.relu', { op: 'relu' });
  graph.layer('image', { op: 'reshape', shape: [1, 1, 128] });
  const widths = [128, 64, 16, 4] as const; // at 1x1, 4x4, 8x8, 16x16
  for (const i of [1, 2, 3] as const) {
    const width = widths[i];
    graph.layer(`up${i}`, upsampling([widths[i - 1] as number, width], i === 1 ? 'valid' : 'same'));
    graph.layer(`up${i}.bn`, batchNormalization(width));
    graph.layer(`up${i}.relu`, { op: 'relu' });
  }
  graph.layer('up4', upsampling([widths[3], channels], 'same')); // [32, 32, channels]
  graph.layer('tanh', { op: 'tanh' });
  graph.layer('standardize', { op: 'standardize', epsilon: 1e-8 });
  return graph.build();
}

function tabularGenerator({ noise, classes, output: [features = 1] }: GeneratorShape): Graph {
  const graph = new GraphBuilder([noise + classes]);
  const widths = [noise + classes, 120, 120] as const;
  for (const i of [1, 2] as const) {
    graph.layer(`fc${i}`, dense(widths[i - 1] as number, widths[i]));
    graph.layer(`fc${i}.elu`, { op: 'elu', alpha: 1 });
    graph.layer(`fc${i}.bn`, batchNormalization(widths[i]));
  }
  graph.layer('fc3', dense(120, features));
  graph.layer('fc3.bn', batchNormalization(features, { affine: false }));
  return graph.build();
}

/** A transposed convolution 4x4 with stride 2 and no bias. */
function upsampling(
  [inputs, outputs]: readonly [number, number],
  padding: 'same' | 'valid',
): LayerKind {
  const common = { kernel: [4, 4], strides: [2, 2], bias: false } as const;
  return { op: 'convTranspose2d', in: inputs, out: outputs, padding, ...common };
}
