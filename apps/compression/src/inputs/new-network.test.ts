import { Architecture, NewNetwork } from '@polymath/contracts/polymath/compression/v1/network';
import { graphParameters, outputShape, sizeOf, type Graph } from '@polymath/tensor';
import { describe, expect, it } from 'vitest';
import { architectureGraph, newGraph } from './new-network.js';

const purpose = { shape: [32, 32, 3], classes: 10 };
const files = { input: () => '' };

function parametersOf(graph: Graph): number {
  const trainable = graphParameters(graph).filter((parameter) => parameter.trainable);
  return trainable.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
}

describe('architectureGraph', () => {
  // The numbers of the proto's comments, and for ResNet-32 and -110 those of He et al. 2016, table 6 (0.46 and 1.7 million).
  it.each([
    [Architecture.ARCHITECTURE_SMALL_CNN, 24_346],
    [Architecture.ARCHITECTURE_RESNET14, 172_970],
    [Architecture.ARCHITECTURE_RESNET20, 269_722],
    [Architecture.ARCHITECTURE_RESNET32, 464_154],
    [Architecture.ARCHITECTURE_RESNET56, 853_018],
    [Architecture.ARCHITECTURE_RESNET110, 1_727_962],
    [Architecture.ARCHITECTURE_WRN_16_1, 175_066],
    [Architecture.ARCHITECTURE_WRN_16_2, 691_674],
    [Architecture.ARCHITECTURE_WRN_40_1, 563_930],
    [Architecture.ARCHITECTURE_WRN_40_2, 2_243_546],
  ])('builds architecture %i', (architecture, parameters) => {
    const graph = architectureGraph(architecture, purpose);
    expect(outputShape(graph)).toEqual([10]);
    expect(parametersOf(graph)).toBe(parameters);
  });

  it('builds every architecture for images that the proto names', () => {
    const all = Object.values(Architecture).filter((value) => typeof value === 'number');
    // Neither the unspecified one nor UNRECOGNIZED, the first and the last.
    for (const architecture of (all as Architecture[]).slice(1, -1)) {
      if (architecture === Architecture.ARCHITECTURE_MLP) continue;
      expect(outputShape(architectureGraph(architecture, purpose))).toEqual([10]);
    }
  });

  it.each([
    [Architecture.ARCHITECTURE_RESNET20, [28, 28, 1], 'takes images of 32x32 pixels, got 28x28'],
    [Architecture.ARCHITECTURE_SMALL_CNN, [28, 32, 1], 'takes square images, got 28x32'],
  ])('refuses images that architecture %i does not take', (architecture, shape, message) => {
    expect(() => architectureGraph(architecture, { shape, classes: 2 })).toThrow(message);
  });
});

describe('newGraph', () => {
  it('gives the small CNN its widths', () => {
    const value = Architecture.ARCHITECTURE_SMALL_CNN;
    const given = NewNetwork.fromPartial({
      network: { $case: 'architecture', value },
      widths: [2],
    });
    // 3·3·3·2 weights, 2 + 2 of batch norm, 2·10 + 10 of the last layer
    expect(parametersOf(newGraph(given, purpose, files))).toBe(54 + 4 + 30);
  });
});
