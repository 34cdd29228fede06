import {
  floatsOf,
  type Padding,
  type Parameter,
  type Parameters,
  type Shape,
} from '@polymath/tensor';
import type { ModelWriter, Weight } from './model-writer.js';

/** Where a layer stands in the file. */
export interface Place {
  name: string;
  /** Names in the file of the layers that it reads. */
  inputs: readonly string[];
  /** Shape of its first input without the batch. */
  inputShape: Shape;
  /** Whether its first input is the value of a ReLU. */
  readsRelu: boolean;
}

/** Writes the layers of the file that stand for one of ours, one after the other. */
export class Chain {
  readonly inputShape: Shape;
  readonly readsRelu: boolean;
  private inputs: readonly string[];

  constructor(
    private readonly model: ModelWriter,
    private readonly place: Place,
    private readonly parameters: Parameters,
  ) {
    this.inputShape = place.inputShape;
    this.readsRelu = place.readsRelu;
    this.inputs = place.inputs;
  }

  /** The name of the last layer that was written; of the input, where none was. */
  get last(): string {
    return this.inputs[0]!;
  }

  /** Adds the layer that bears the name of ours. */
  add(className: string, config: Record<string, unknown>, weights: readonly Weight[] = []): void {
    this.write(this.place.name, className, config, weights);
  }

  /** Adds a layer before it. */
  before(className: string, config: Record<string, unknown>): void {
    this.write(`${this.place.name}_${className}`, className, config, []);
  }

  /** Adds zeros around an image, if any. */
  pad([top, bottom, left, right]: Padding): void {
    if (top + bottom + left + right === 0) return;
    const padding = [
      [top, bottom],
      [left, right],
    ];
    this.before('ZeroPadding2D', { padding, data_format: 'channels_last' });
  }

  /** A parameter of the layer, under its name there. */
  weight(ours: string, theirs: string, shape: Shape): Weight {
    const parameter = this.parameters.get(`${this.place.name}.${ours}`) as Parameter;
    return { name: theirs, shape, values: floatsOf(parameter) };
  }

  /** The weight, in the layout that both sides have, and the bias, if there is one. */
  weightAndBias(shape: Shape, { out, bias }: { out: number; bias: boolean }): Weight[] {
    const weight = this.weight('weight', 'kernel', shape);
    return bias ? [weight, this.weight('bias', 'bias', [out])] : [weight];
  }

  private write(
    name: string,
    className: string,
    config: Record<string, unknown>,
    weights: readonly Weight[],
  ): void {
    const { inputs } = this;
    this.inputs = [this.model.add({ name, className, config, inputs, weights })];
  }
}

/**
 * Moves channels, or features, to other places with zeros elsewhere, output o being input o - offset: TensorFlow.js has no layer for
 * it, so it is a product with ones and zeros, which is exact. Nothing where all stay.
 */
export function selection(
  to: Chain,
  { inputs, outputs, offset }: { inputs: number; outputs: number; offset: number },
): void {
  if (inputs === outputs && offset === 0) {
    to.add('Activation', { activation: 'linear' });
    return;
  }
  const values = new Float32Array(inputs * outputs);
  for (let input = 0; input < inputs; input++) {
    const output = input + offset;
    if (output >= 0 && output < outputs) values[input * outputs + output] = 1;
  }
  const isImage = to.inputShape.length === 3;
  const shape = isImage ? [1, 1, inputs, outputs] : [inputs, outputs];
  const plain = { activation: 'linear', use_bias: false, trainable: false };
  const windows = { kernel_size: [1, 1], strides: [1, 1], dilation_rate: [1, 1] };
  const image = { filters: outputs, ...windows, padding: 'valid', data_format: 'channels_last' };
  to.add(isImage ? 'Conv2D' : 'Dense', { ...plain, ...(isImage ? image : { units: outputs }) }, [
    { name: 'kernel', shape, values },
  ]);
}
