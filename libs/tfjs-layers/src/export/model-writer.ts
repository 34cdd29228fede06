import type { LayerJson, WeightJson } from '../model-json.js';

/** A layer to write. */
export interface LayerOptions {
  /** The layer's name is this, or this with a number where it is taken. */
  name: string;
  className: string;
  config?: Record<string, unknown>;
  /** Names of the layers that it reads. */
  inputs: readonly string[];
  weights?: readonly Weight[];
}

/** A weight of a layer, e.g. `kernel`, row-major. */
export interface Weight {
  name: string;
  shape: readonly number[];
  values: Float32Array;
}

/** Collects layers and weights in the order in which they are added. */
export class ModelWriter {
  readonly layers: LayerJson[] = [];
  readonly weights: WeightJson[] = [];
  private readonly values: Float32Array[] = [];
  private readonly taken = new Set<string>();

  /** Adds a layer and gives its name in the file. */
  add({ name: wanted, className, config = {}, inputs, weights = [] }: LayerOptions): string {
    const name = this.freeName(wanted);
    this.layers.push({
      class_name: className,
      name,
      config: { name, trainable: true, ...config },
      inbound_nodes: inputs.length > 0 ? [inputs.map((input) => [input, 0, 0, {}])] : [],
    });
    for (const { name: kind, shape, values } of weights) {
      this.weights.push({ name: `${name}/${kind}`, shape: [...shape], dtype: 'float32' });
      this.values.push(values);
    }
    return name;
  }

  /** All weights one after the other, little-endian. */
  bytes(): Uint8Array {
    const size = this.values.reduce((sum, { length }) => sum + length, 0);
    const bytes = new Uint8Array(4 * size);
    const view = new DataView(bytes.buffer);
    let offset = 0;
    for (const values of this.values) {
      for (const value of values) view.setFloat32((offset += 4) - 4, value, true);
    }
    return bytes;
  }

  /** TensorFlow.js takes letters, digits, dots, dashes, slashes and underscores, and a letter or a digit first. */
  private freeName(wanted: string): string {
    const plain = wanted.replaceAll(/[^\w./-]/g, '_').replace(/^[^A-Za-z0-9]/, 'x$&');
    let name = plain;
    for (let i = 2; this.taken.has(name); i++) name = `${plain}_${i}`;
    this.taken.add(name);
    return name;
  }
}
