import { floatsOf, type Parameter, type Parameters, type Shape } from '@polymath/tensor';
import { permute } from '../constant.js';
import type { Attributes, GraphWriter } from './graph-writer.js';

/** Where a layer stands in the file. */
interface Place {
  /** Name of the layer, which its node and initialisers bear. */
  name: string;
  /** Names of the values that it reads, and of the one that it gives. */
  inputs: readonly string[];
  output: string;
  /** Shape of its first input without the batch: [height, width, channels] or [features]. */
  inputShape: Shape;
}

/** Writes the nodes and initialisers of one layer. */
export class LayerWriter {
  readonly inputs: readonly string[];
  readonly inputShape: Shape;

  constructor(
    private readonly graph: GraphWriter,
    private readonly place: Place,
    private readonly parameters: Parameters,
  ) {
    this.inputs = place.inputs;
    this.inputShape = place.inputShape;
  }

  /** Adds the node that gives the layer's value; it reads the layer's inputs and then `more`. */
  node(operator: string, more: readonly string[] = [], attributes: Attributes = {}): void {
    const { name, inputs, output } = this.place;
    this.graph.node({ operator, name, inputs: [...inputs, ...more], output, attributes });
  }

  /** Adds the node that gives the layer's value from the result of another, which reads the layer's input. */
  nodeAfter(first: string, operator: string, attributes: Attributes = {}): void {
    const { name, inputs, output } = this.place;
    const between = this.graph.node({
      operator: first,
      name,
      inputs,
      output: `${output}/${first}`,
    });
    this.graph.node({
      operator,
      name: `${name}/${operator}`,
      inputs: [between],
      output,
      attributes,
    });
  }

  /**
   * Stores a parameter with its axes in another order, and gives its name.
   * @param order axis i of what is stored is axis `order[i]` of ours, whose shape is `shape`
   */
  parameter(name: string, shape: Shape, order: readonly number[] = shape.map((_, i) => i)): string {
    const full = `${this.place.name}.${name}`;
    const data = floatsOf(this.parameters.get(full) as Parameter);
    const stored = permute({ kind: 'constant', integer: false, shape, data }, order);
    return this.graph.floats(full, stored.shape, stored.data as Float32Array);
  }

  /** Stores the same number for each channel, and gives its name. */
  filled(name: string, channels: number, value: number): string {
    const values = new Float32Array(channels).fill(value);
    return this.graph.floats(`${this.place.name}.${name}`, [channels], values);
  }

  /** Stores whole numbers, and gives their name. */
  integers(name: string, values: readonly number[]): string {
    return this.graph.integers(`${this.place.name}.${name}`, values);
  }
}
