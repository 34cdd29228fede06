import { inferShapes, type Graph, type Layer, type LayerKind, type Shape } from '@polymath/tensor';

/** How the order in which our layer holds a value differs from the model's. */
export type Order =
  /** The elements of an image of this shape: ours channels first, the model's row by row. */
  | { kind: 'features'; image: Shape }
  /**
   * The model has turned an image, or features, to [channels, height, width], as which no layer of ours holds anything: what
   * follows must be a Flatten, or turn it back.
   */
  | { kind: 'channelsFirst'; of: 'image' | 'features' };

/** A value of the model and the layer of ours that holds it. */
export interface Value {
  readonly layer: string;
  /** As the model has it, without the batch. */
  readonly shape: Shape;
  readonly order?: Order;
}

/** The network as far as it is read. */
export class NetworkBuilder {
  readonly layers: Layer[] = [];
  readonly parameters = new Map<string, Float32Array>();

  constructor(readonly input: Graph['input']) {}

  /**
   * Adds a layer; its value has the order of the first input.
   * @throws invalid-input when the inputs do not fit, or the name is taken
   */
  add(name: string, kind: LayerKind, ...inputs: readonly Value[]): Value {
    this.layers.push({ name, inputs: inputs.map(({ layer }) => layer), ...kind });
    const shape = inferShapes(this.graph(name)).get(name)!;
    const order = inputs[0]?.order;
    return { layer: name, shape, ...(order && { order }) };
  }

  setParameter(layer: string, name: string, values: Float32Array): void {
    this.parameters.set(`${layer}.${name}`, values);
  }

  /** What is read, with a layer's value as its result. */
  graph(output: string): Graph {
    return { input: this.input, layers: [...this.layers], output };
  }
}
