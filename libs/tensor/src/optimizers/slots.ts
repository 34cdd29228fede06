import { PolymathError } from '@polymath/errors';
import type { Parameter, Parameters } from '../parameter.js';
import { dispose } from '../scope.js';
import { sameShape } from '../shapes.js';
import type { TensorData } from '../tensor-data.js';
import { floatsOf, sizeOf, Tensor, untracked, type Shape } from '../tensor.js';
import { Variable } from '../variable.js';

/** What an optimiser remembers: a variable for each trainable parameter and kind of memory, zero at first. */
export class Slots {
  private readonly parameters: ReadonlyMap<string, Parameter>;
  private readonly variables = new Map<string, { variable: Variable; shape: Shape }>();

  /** @param kinds e.g. `velocity`: the slot of `conv1.weight` is then `conv1.weight.velocity` */
  constructor(parameters: Parameters, kinds: readonly string[]) {
    this.parameters = new Map([...parameters].filter(([, { requiresGrad }]) => requiresGrad));
    for (const [name, { shape }] of this.parameters) {
      for (const kind of kinds) {
        const zeros = untracked(new Float32Array(sizeOf(shape)), shape);
        this.variables.set(`${name}.${kind}`, { variable: new Variable(zeros.id, shape), shape });
        dispose(zeros);
      }
    }
  }

  /** The handle of a slot, e.g. of `conv1.weight` and `velocity`. */
  handle(name: string, kind: string): number {
    return this.variables.get(`${name}.${kind}`)!.variable.handle;
  }

  /**
   * Each gradient with its parameter.
   * @throws invalid-input when a name is unknown or not trainable, or a shape differs
   */
  pair(gradients: ReadonlyMap<string, Tensor>): [string, Parameter, Tensor][] {
    return [...gradients].map(([name, gradient]) => {
      const parameter = this.parameters.get(name);
      if (!parameter) {
        throw new PolymathError('invalid-input', `there is no trainable parameter ${name}`);
      }
      if (!sameShape(parameter.shape, gradient.shape)) {
        throw new PolymathError(
          'invalid-input',
          `gradient of ${name}: expected [${parameter.shape.join(', ')}], got [${gradient.shape.join(', ')}]`,
        );
      }
      return [name, parameter, gradient];
    });
  }

  /** The present values, by slot. */
  save(): Map<string, TensorData> {
    const saved = new Map<string, TensorData>();
    for (const [name, { variable, shape }] of this.variables) {
      const value = new Tensor(variable.read(), shape, 'float32');
      saved.set(name, { dtype: 'float32', shape, data: floatsOf(value) });
      dispose(value);
    }
    return saved;
  }

  /**
   * Sets the values to those that {@link save} gave; others in `saved` are ignored.
   * @throws corrupt-data when one is missing or of another shape; nothing has changed then
   */
  load(saved: ReadonlyMap<string, TensorData>): void {
    const values = [...this.variables].map(([name, { variable, shape }]) => {
      const value = saved.get(name);
      if (value?.data instanceof Float32Array && sameShape(value.shape, shape)) {
        return { variable, data: value.data, shape };
      }
      const got = value ? `${value.dtype} [${value.shape.join(', ')}]` : 'none';
      throw new PolymathError(
        'corrupt-data',
        `optimiser state ${name}: expected float32 [${shape.join(', ')}], got ${got}`,
      );
    });
    for (const { variable, data, shape } of values) {
      const value = untracked(data, shape);
      variable.assign(value.id);
      dispose(value);
    }
  }

  /** Frees all slots. */
  dispose(): void {
    for (const { variable } of this.variables.values()) variable.destroy();
    this.variables.clear();
  }
}
