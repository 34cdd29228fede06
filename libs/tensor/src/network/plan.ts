import { relu } from '../kernels/index.js';
import type { Tensor } from '../tensor.js';
import type { Graph, Layer, LayerOf } from './graph.js';
import { applyLayer, convolve, convolvePooled, withBias, type Context } from './layers.js';
import { layersLeadingTo } from './leading-to.js';
import { mostPooledChannels } from './pooled-convolution.js';

/** One step of a forward pass: reads values by name, gives one. */
export interface Step {
  name: string;
  inputs: readonly string[];
  apply: (inputs: readonly Tensor[], context: Context) => Tensor;
}

type Convolution = LayerOf<'conv2d'>;

/**
 * The steps that compute the wanted layers of a graph, and no others. A max-pool that alone reads a ReLU that alone reads a
 * convolution is taken before bias and ReLU: both are monotone, so the result is the same to the bit with a fraction of the
 * elements. Where the convolution has few input channels, it and the max-pool are one step.
 * @param wanted layers whose own values are asked for, which therefore stay as they are
 */
export function planSteps(graph: Graph, wanted: ReadonlySet<string>): Step[] {
  const layers = layersLeadingTo(graph, wanted);
  const byName = new Map(layers.map((layer) => [layer.name, layer]));
  const reads = layers.flatMap((layer) => layer.inputs);
  const inner = (name: string | undefined): Layer | undefined => {
    const isHidden = !wanted.has(name ?? '') && reads.filter((read) => read === name).length === 1;
    return isHidden ? byName.get(name ?? '') : undefined;
  };
  const steps = new Map<string, Step>(layers.map((layer) => [layer.name, plainStep(layer)]));
  for (const layer of layers) {
    if (layer.op !== 'maxPool' || !isUnpadded(layer)) continue;
    const activation = inner(layer.inputs[0]);
    const convolution = activation?.op === 'relu' ? inner(activation.inputs[0]) : undefined;
    if (!activation || convolution?.op !== 'conv2d') continue;
    steps.delete(activation.name);
    if (canPoolInOne(layer, convolution)) {
      steps.delete(convolution.name);
      steps.set(layer.name, pooledConvolutionStep(layer, convolution));
      continue;
    }
    steps.set(convolution.name, {
      ...plainStep(convolution),
      apply: ([x], context) => convolve(convolution, x as Tensor, context),
    });
    steps.set(layer.name, pooledStep(layer, convolution));
  }
  return [...steps.values()];
}

function plainStep(layer: Layer): Step {
  const { name, inputs } = layer;
  return { name, inputs, apply: (values, context) => applyLayer(layer, values, context) };
}

function pooledStep(pool: Layer, convolution: Convolution): Step {
  return {
    name: pool.name,
    inputs: [convolution.name],
    apply: (values, context) =>
      relu(withBias(convolution, applyLayer(pool, values, context), context)),
  };
}

function pooledConvolutionStep({ name }: Layer, convolution: Convolution): Step {
  return {
    name,
    inputs: convolution.inputs,
    apply: ([x], context) =>
      relu(withBias(convolution, convolvePooled(convolution, x as Tensor, context), context)),
  };
}

function canPoolInOne(pool: LayerOf<'maxPool' | 'averagePool'>, convolution: Convolution): boolean {
  const isTwo = ([y, x]: readonly [number, number]) => y === 2 && x === 2;
  const [strideY, strideX] = convolution.strides;
  return (
    isTwo(pool.kernel) &&
    isTwo(pool.strides) &&
    strideY === 1 &&
    strideX === 1 &&
    convolution.padding.every((margin) => margin === 0) &&
    convolution.in <= mostPooledChannels
  );
}

const isUnpadded = (layer: LayerOf<'maxPool' | 'averagePool'>) =>
  layer.padding.every((margin) => margin === 0);
