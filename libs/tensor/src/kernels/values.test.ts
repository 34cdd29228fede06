import { describe, expect, it } from 'vitest';
import { dataOf, tensor, type Tensor } from '../tensor.js';
import * as kernels from './index.js';

// Values worked out by hand, for kernels whose definition leaves a choice; derivatives.test.ts checks the rest of each.

const ints = (...values: number[]) => tensor(Int32Array.from(values));
const row = (...values: number[]) => tensor(Float32Array.from(values), [1, 1, values.length, 1]);
const square4 = () => kernels.reshape(row(...Array(16).keys()), [1, 4, 4, 1]);

/** The tensor's elements, to six decimals. */
const valuesOf = (t: Tensor) => Array.from(dataOf(t), (value) => Math.round(value * 1e6) / 1e6);

describe.each<[string, () => Tensor, number[], number[]]>([
  // [1 2 3] + [10; 20]
  [
    'add repeats what is missing',
    () => kernels.add(tensor([1, 2, 3]), tensor([[10], [20]])),
    [2, 3],
    [11, 12, 13, 21, 22, 23],
  ],
  // max(1, 2, 2) and max(5, 3, 4)
  ['maxOfParts', () => kernels.maxOfParts(tensor([1, 5, 2, 3, 2, 4]), 3), [2], [2, 5]],
  // windows of 2x2 whose largest element is at the lower right
  ['maxPool', () => kernels.maxPool(square4(), { window: [2, 2] }), [1, 2, 2, 1], [5, 7, 13, 15]],
  // the last window of `same` holds one element and half of it is not there
  [
    'averagePool over the border',
    () => kernels.averagePool(row(1, 3, 5), { window: [1, 2], padding: 'same' }),
    [1, 1, 2, 1],
    [2, 5],
  ],
  // centres of the new pixels lie at -0.25, 0.25, 0.75, 1.25 of the old ones
  [
    'resizeBilinear',
    () => kernels.resizeBilinear(row(0, 1), [1, 4]),
    [1, 1, 4, 1],
    [0, 0.25, 0.75, 1],
  ],
  ['stridedSlice', () => kernels.stridedSlice(tensor([0, 1, 2, 3, 4]), [2]), [3], [0, 2, 4]],
  [
    'gather',
    () =>
      kernels.gather(
        tensor([
          [1, 2],
          [3, 4],
        ]),
        ints(1, 0, 1),
      ),
    [3, 2],
    [3, 4, 1, 2, 3, 4],
  ],
  [
    'concat',
    () => kernels.concat([tensor([[1], [2]]), tensor([[3], [4]])], -1),
    [2, 2],
    [1, 3, 2, 4],
  ],
  ['stack', () => kernels.stack([tensor([1, 2]), tensor([3, 4])]), [2, 2], [1, 2, 3, 4]],
  ['oneHot', () => kernels.oneHot(ints(2, 0), 3), [2, 3], [0, 0, 1, 1, 0, 0]],
  [
    'argMax gives the first of equals',
    () =>
      kernels.argMax(
        tensor([
          [1, 5, 5],
          [7, 2, 3],
        ]),
      ),
    [2],
    [1, 0],
  ],
  ['cast cuts off', () => kernels.cast(tensor([1.9, -1.9]), 'int32'), [2], [1, -1]],
  ['slice to the end', () => kernels.slice(tensor([1, 2, 3]), [1], [-1]), [2], [2, 3]],
  ['pad', () => kernels.pad(tensor([1, 2]), [[1, 2]], -1), [5], [-1, 1, 2, -1, -1]],
  [
    'transpose',
    () =>
      kernels.transpose(
        tensor([
          [1, 2],
          [3, 4],
        ]),
      ),
    [2, 2],
    [1, 3, 2, 4],
  ],
  // probabilities 3/4 and 1/4: -ln(1/4), and -ln(3/4); their mean
  [
    'softmaxCrossEntropy',
    () =>
      kernels.softmaxCrossEntropy(
        tensor([
          [Math.log(3), 0],
          [Math.log(3), 0],
        ]),
        ints(1, 0),
      ),
    [],
    [0.836988],
  ],
  // -(ln(3/4) + ln(1/4)) / 2
  [
    'softCrossEntropy',
    () => kernels.softCrossEntropy(tensor([[Math.log(3), 0]]), tensor([[0.5, 0.5]])),
    [],
    [0.836988],
  ],
  // distances 1 and 3 with beta 2: 1²/4 and 3 - 1
  ['smoothL1', () => kernels.smoothL1(tensor([1, 0]), tensor([0, 3]), 2), [], [1.125]],
  ['meanSquaredError', () => kernels.meanSquaredError(tensor([1, 0]), tensor([0, 3])), [], [5]],
  // 2 · (3 - 1) / √4 + 5
  [
    'batchNormInference',
    () =>
      kernels.batchNormInference(tensor([[3]]), {
        gamma: tensor([2]),
        beta: tensor([5]),
        mean: tensor([1]),
        variance: tensor([4]),
        epsilon: 0,
      }),
    [1, 1],
    [7],
  ],
  ['norm, the shortest as long as it is told', () => kernels.norm(tensor([[3, 4], [0, 0]]), 0.5), [2], [5, 0.5]], // prettier-ignore
  ['unitVectors', () => kernels.unitVectors(tensor([[3, 4], [0, 0]])), [2, 2], [0.6, 0.8, 0, 0]], // prettier-ignore
  // one pixel spreads the kernel at each stride
  [
    'conv2dTranspose',
    () =>
      kernels.conv2dTranspose(row(1, 2), kernels.reshape(row(10, 20, 30), [1, 3, 1, 1]), {
        strides: [1, 2],
      }),
    [1, 1, 5, 1],
    [10, 20, 50, 40, 60],
  ],
])('%s', (_, compute, shape, values) => {
  it('has the value worked out by hand', () => {
    const t = compute();
    expect(t.shape).toEqual(shape);
    expect(valuesOf(t)).toEqual(values);
  });
});

describe('conv2d', () => {
  it('has one result for padding by name and by number', () => {
    const kernel = kernels.reshape(row(1, 2, 3, 4, 5, 6, 7, 8, 9), [3, 3, 1, 1]);
    const named = kernels.conv2d(square4(), kernel, { padding: 'same' });
    const numbered = kernels.conv2d(square4(), kernel, { padding: [1, 1, 1, 1] });
    const padded = kernels.pad(square4(), [
      [0, 0],
      [1, 1],
      [1, 1],
      [0, 0],
    ]);
    const byHand = valuesOf(kernels.conv2d(padded, kernel));
    expect([valuesOf(named), valuesOf(numbered)]).toEqual([byHand, byHand]);
  });

  it('names both shapes when they do not fit', () => {
    expect(() => kernels.conv2d(row(1, 2), tensor([1]))).toThrow(
      'cannot convolve images [1, 1, 2, 1] with kernels [1]',
    );
  });
});

describe('matMul', () => {
  it('names both shapes when they do not fit', () => {
    expect(() => kernels.matMul(tensor([[1, 2]]), tensor([[1, 2]]))).toThrow(
      'cannot multiply [1, 2] by [1, 2]',
    );
  });
});

describe('batchNorm', () => {
  it('gives the statistics of the batch, variance unbiased', () => {
    const { mean, variance } = kernels.batchNorm(row(1, 2, 6), tensor([1]), tensor([0]));
    expect([...valuesOf(mean), ...valuesOf(variance)]).toEqual([3, 7]); // (4 + 1 + 9) / 2
  });
});
