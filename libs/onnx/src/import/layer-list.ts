import { inferShapes, type Layer, type LayerKind, type Shape } from '@polymath/tensor';
import { toFileOrder, type Activation } from './activation.js';
import { layerName } from './layer-names.js';
import type { NodeReader } from './node-reader.js';

/** The network as far as it is read: layers in order, and values of parameters by name. */
export class LayerList {
  readonly layers: Layer[] = [];
  readonly parameters = new Map<string, Float32Array>();
  private readonly shapes = new Map<string, Shape>();

  /** @param batch number of images when the file fixes it */
  constructor(
    input: { name: string; shape: Shape },
    readonly batch: number | undefined,
  ) {
    this.shapes.set(input.name, input.shape);
  }

  /**
   * Adds the layer that a node stands for.
   * @returns its value, with the layer's own shape in the file's order
   * @throws invalid-input when the inputs do not fit
   */
  add(node: NodeReader, kind: LayerKind, ...inputs: Activation[]): Activation {
    const layer = {
      name: this.unused(layerName(node)),
      inputs: inputs.map((i) => i.layer),
      ...kind,
    };
    const shape = shapeAfter(
      layer,
      inputs.map((input) => this.shapeOf(input)),
    );
    this.shapes.set(layer.name, shape);
    this.layers.push(layer);
    return { kind: 'activation', layer: layer.name, shape: toFileOrder(shape) };
  }

  /** Stores a parameter of a layer. */
  setParameter(layer: string, name: string, value: ArrayLike<number>): void {
    const floats = value instanceof Float32Array ? value : Float32Array.from(value);
    this.parameters.set(`${layer}.${name}`, floats);
  }

  /** The layer that holds a value, if it is not the input. */
  layerOf(value: Activation): Layer | undefined {
    return this.layers.findLast(({ name }) => name === value.layer);
  }

  /** Puts another layer of the same name and shape in a layer's place. */
  replace(layer: Layer): void {
    this.layers[this.layers.findIndex(({ name }) => name === layer.name)] = layer;
  }

  /** Takes a layer out that nothing reads. */
  remove({ name }: Layer): void {
    this.layers.splice(
      this.layers.findIndex((layer) => layer.name === name),
      1,
    );
    this.shapes.delete(name);
  }

  /** The shape in which a value is held: [height, width, channels] or [features]. */
  shapeOf(value: Activation): Shape {
    return this.shapes.get(value.layer) as Shape;
  }

  private unused(name: string): string {
    for (let use = 0; ; use++) {
      const candidate = use === 0 ? name : `${name}_${use}`;
      if (!this.shapes.has(candidate)) return candidate;
    }
  }
}

function shapeAfter(layer: Layer, inputs: readonly Shape[]): Shape {
  const [first = []] = inputs;
  if (layer.op === 'concat') {
    return [...first.slice(0, -1), inputs.reduce((sum, shape) => sum + (shape.at(-1) ?? 0), 0)];
  }
  const graph = { input: { name: '', shape: first }, layers: [{ ...layer, inputs: [''] }] };
  return inferShapes({ ...graph, output: layer.name }).get(layer.name) as Shape;
}
