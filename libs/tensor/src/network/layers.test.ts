import { describe, expect, it } from 'vitest';
import { averagePool, conv2d, conv2dTranspose, maxPool, pad, reshape } from '../kernels/index.js';
import { gradients } from '../optimizers/gradients.js';
import { randomStream } from '../random/index.js';
import { tidy } from '../scope.js';
import { floatsOf, tensor, type Shape, type Tensor } from '../tensor.js';
import { sum } from '../kernels/sum.js';
import { batchNormalization, convolution, GraphBuilder } from './builder.js';
import { forward } from './forward.js';
import type { LayerKind } from './graph.js';
import { createNetwork, disposeNetwork, networkFrom, type Network } from './network.js';

/** A network of one layer with fresh parameters. */
function single(input: Shape, kind: LayerKind): Network {
  const graph = new GraphBuilder(input);
  graph.layer('only', kind);
  return createNetwork(graph.build(), randomStream(1, 'weights'));
}

/** What one layer makes of a batch; its parameters are freed. */
function valueOf(kind: LayerKind, x: Tensor): Tensor {
  const network = single(x.shape.slice(1), kind);
  const y = forward(network, x);
  disposeNetwork(network);
  return y;
}

const normal = (...shape: number[]) => randomStream(2, 'inputs').normal(shape);
const padding = [1, 0, 2, 1] as const;

const expectSame = (a: Tensor, b: Tensor) => {
  expect(a.shape).toEqual(b.shape);
  expect(floatsOf(a)).toEqual(floatsOf(b));
};

function expectClose(a: Tensor, b: Tensor): void {
  expect(a.shape).toEqual(b.shape);
  const expected = floatsOf(b);
  floatsOf(a).forEach((value, i) => {
    expect(Math.abs(value - expected[i]!)).toBeLessThan(1e-5);
  });
}

describe('a layer', () => {
  const example = () => tensor([[-1, 0.5, 2]]);

  it.each<[LayerKind, number[]]>([
    [{ op: 'relu' }, [0, 0.5, 2]],
    [{ op: 'identity' }, [-1, 0.5, 2]],
    [{ op: 'elu', alpha: 1 }, [Math.exp(-1) - 1, 0.5, 2]],
    [{ op: 'elu', alpha: 0.5 }, [0.5 * (Math.exp(-1) - 1), 0.5, 2]],
    [{ op: 'leakyRelu', alpha: 0.1 }, [-0.1, 0.5, 2]],
    [{ op: 'slice', axis: 0, start: 1, end: 3 }, [0.5, 2]],
    [{ op: 'pad', margins: [[1, 2]] }, [0, -1, 0.5, 2, 0, 0]],
    [{ op: 'normalize' }, [-1, 0.5, 2].map((v) => v / Math.sqrt(5.25))],
  ])('of %j computes what its kind says', (kind, expected) => {
    tidy(() => {
      expectClose(valueOf(kind, example()), tensor([expected]));
    });
  });

  it('flattens and reshapes channels first, and one undoes the other', () => {
    tidy(() => {
      const image = tensor([[[[1, 10]], [[2, 20]], [[3, 30]]]]); // [1, 3, 1, 2]
      const flat = valueOf({ op: 'flatten' }, image);
      expect([...floatsOf(flat)]).toEqual([1, 2, 3, 10, 20, 30]);
      expectSame(valueOf({ op: 'reshape', shape: [3, 1, 2] }, flat), image);
    });
  });

  it('subsamples every second row and column from the first', () => {
    tidy(() => {
      const x = tensor(
        Float32Array.from({ length: 9 }, (_, i) => i),
        [1, 3, 3, 1],
      );
      const y = valueOf({ op: 'subsample', strides: [2, 2] }, x);
      expect([...floatsOf(y)]).toEqual([0, 2, 6, 8]);
    });
  });

  it('joins its inputs along the last axis, and adds them', () => {
    tidy(() => {
      const graph = new GraphBuilder([2]);
      graph.layer('twice', { op: 'add' }, 'input', 'input');
      graph.layer('joined', { op: 'concat' }, 'input', 'twice');
      const network = createNetwork(graph.build(), randomStream(1, 'w'));
      expect([...floatsOf(forward(network, tensor([[1, 2]])))]).toEqual([1, 2, 2, 4]);
    });
  });

  it('standardises each image and channel by the unbiased deviation, as the published code of KegNet', () => {
    tidy(() => {
      const values = Float32Array.from({ length: 32 }, (_, k) => Math.sin(0.3 * k + 0.1));
      const y = valueOf({ op: 'standardize', epsilon: 1e-8 }, tensor(values, [2, 4, 4, 1]));
      const expected = tensor([-0.144682184, 0.2694967468, 0.6339235898, 0.9160451806]); // NM1
      expectClose(tensor(floatsOf(y).slice(0, 4)), expected);
    });
  });

  it('standardises a constant image to zeros', () => {
    tidy(() => {
      const y = valueOf(
        { op: 'standardize', epsilon: 1e-8 },
        tensor(new Float32Array(8).fill(3), [1, 2, 2, 2]),
      );
      expect(floatsOf(y)).toEqual(new Float32Array(8));
    });
  });
});

describe('max-pooling', () => {
  const kind = { op: 'maxPool', kernel: [3, 3], strides: [2, 2], padding } as const;

  it('never picks its padding', () => {
    tidy(() => {
      const x = tensor(new Float32Array(2 * 6 * 5 * 2).fill(-7), [2, 6, 5, 2]);
      expect(new Set(floatsOf(valueOf(kind, x)))).toEqual(new Set([-7]));
    });
  });

  it('takes the largest value of each window', () => {
    tidy(() => {
      const x = normal(2, 6, 5, 2);
      const margins = [[0, 0], [1, 0], [2, 1], [0, 0]] as const; // prettier-ignore
      const expected = maxPool(pad(x, margins, -1e9), { window: [3, 3], strides: [2, 2] });
      expectSame(valueOf(kind, x), expected);
    });
  });

  it('passes gradients to the largest values and none to its padding', () => {
    tidy(() => {
      const graph = new GraphBuilder([4, 4, 1]);
      graph.layer('scale', convolution([1, 1], 1));
      graph.layer('pool', {
        op: 'maxPool',
        kernel: [2, 2],
        strides: [2, 2],
        padding: [1, 1, 1, 1],
      });
      const weights = new Map([['scale.weight', [2]], ['scale.bias', [-100]]]); // prettier-ignore
      const network = networkFrom(
        graph.build(),
        new Map([...weights].map(([name, value]) => [name, Float32Array.from(value)])),
      );
      const y = sum(forward(network, normal(1, 4, 4, 1)));
      const bias = gradients(y, network.parameters).get('scale.bias') as Tensor;
      expect([...floatsOf(bias)]).toEqual([9]);
      disposeNetwork(network);
    });
  });
});

describe('average pooling', () => {
  it('counts the zeros of its padding, as PyTorch does', () => {
    tidy(() => {
      const kind = {
        op: 'averagePool',
        kernel: [2, 2],
        strides: [2, 2],
        padding: [1, 1, 1, 1],
      } as const;
      const y = valueOf(kind, tensor(new Float32Array(16).fill(4), [1, 4, 4, 1]));
      expect([...floatsOf(y)]).toEqual([1, 2, 1, 2, 4, 2, 1, 2, 1]);
    });
  });

  it('is the mean of each window', () => {
    tidy(() => {
      const x = normal(2, 6, 5, 2);
      const kind = {
        op: 'averagePool',
        kernel: [3, 2],
        strides: [1, 2],
        padding: [0, 0, 0, 0],
      } as const;
      expectSame(valueOf(kind, x), averagePool(x, { window: [3, 2], strides: [1, 2] }));
    });
  });
});

describe('the matrix products that replace convolutions', () => {
  it('equal the convolution where the kernel covers the image', () => {
    tidy(() => {
      const network = single([5, 4, 3], {
        ...convolution([3, 6], 1, { bias: false }),
        kernel: [5, 4],
      });
      const x = normal(7, 5, 4, 3);
      expectClose(forward(network, x), conv2d(x, network.parameters.get('only.weight')!));
      disposeNetwork(network);
    });
  });

  it('equal the transposed convolution of a single pixel', () => {
    tidy(() => {
      const network = single([1, 1, 8], {
        op: 'convTranspose2d',
        in: 8,
        out: 3,
        kernel: [4, 5],
        strides: [2, 2],
        padding: 'valid',
        bias: false,
      });
      const x = normal(7, 1, 1, 8);
      const kernel = network.parameters.get('only.weight')!;
      expectClose(forward(network, x), conv2dTranspose(x, kernel, { strides: [2, 2] }));
      disposeNetwork(network);
    });
  });
});

describe('batch norm', () => {
  const build = () => single([3], batchNormalization(3));
  const statistics = ({ parameters }: Network) =>
    ['only.runningMean', 'only.runningVariance'].map((name) => floatsOf(parameters.get(name)!));

  it('follows the batch by a tenth, with the unbiased variance', () => {
    tidy(() => {
      const network = build();
      forward(network, tensor([[1, 0, 2], [3, 0, -2]]), { mode: 'training' }); // prettier-ignore
      const [mean, variance] = statistics(network) as [Float32Array, Float32Array];
      // Means 2, 0, 0; unbiased variances 2, 0, 8; running = 0.9 · (0 and 1) + 0.1 · these.
      expectClose(tensor(mean), tensor([0.2, 0, 0]));
      expectClose(tensor(variance), tensor([1.1, 0.9, 1.7]));
      disposeNetwork(network);
    });
  });

  it('normalises by the batch alone and leaves the running statistics to the bit', () => {
    tidy(() => {
      const network = build();
      const x = normal(6, 3);
      forward(network, x, { mode: 'training' });
      const before = statistics(network);
      const frozen = forward(network, x, { mode: 'batch-statistics' });
      forward(network, x);
      expect(statistics(network)).toEqual(before);
      expectSame(frozen, forward(network, x, { mode: 'training' }));
      expect(statistics(network)).not.toEqual(before);
      disposeNetwork(network);
    });
  });

  it('without scale and shift normalises to mean 0', () => {
    tidy(() => {
      const network = single([3], batchNormalization(3, { affine: false }));
      expect([...network.parameters.keys()]).toEqual(['only.runningMean', 'only.runningVariance']);
      const y = forward(network, normal(50, 3), { mode: 'training' });
      expectClose(sum(y, 0), tensor([0, 0, 0]));
      disposeNetwork(network);
    });
  });

  it('treats rows as images of one pixel', () => {
    tidy(() => {
      const images = single([1, 1, 3], batchNormalization(3));
      const rows = build();
      const x = normal(6, 3);
      const y = forward(images, reshape(x, [6, 1, 1, 3]), { mode: 'training' });
      expectSame(reshape(y, [6, 3]), forward(rows, x, { mode: 'training' }));
      disposeNetwork(images);
      disposeNetwork(rows);
    });
  });
});
