import { PolymathError } from '@polymath/errors';
import type { LayerNode } from './read-model-json.js';
import { findWeight, type StoredWeight } from './read-weights.js';

/** Reads what a layer of the file says, with the defaults of Keras. */
export class LayerReader {
  constructor(
    readonly node: LayerNode,
    private readonly weights: ReadonlyMap<string, StoredWeight>,
  ) {}

  number(key: string, otherwise: number): number {
    const value = this.node.config[key];
    return typeof value === 'number' ? value : otherwise;
  }

  flag(key: string, otherwise: boolean): boolean {
    const value = this.node.config[key];
    return typeof value === 'boolean' ? value : otherwise;
  }

  text(key: string, otherwise: string): string {
    const value = this.node.config[key];
    return typeof value === 'string' ? value : otherwise;
  }

  list(key: string): unknown[] | undefined {
    const value = this.node.config[key];
    return Array.isArray(value) ? (value as unknown[]) : undefined;
  }

  /** Two sizes, or one for both. */
  pair(key: string, otherwise: readonly [number, number]): readonly [number, number] {
    const value = this.node.config[key];
    if (typeof value === 'number') return [value, value];
    if (!Array.isArray(value)) return otherwise;
    const [rows, columns] = value as number[];
    return [rows!, columns!];
  }

  /** `[[top, bottom], [left, right]]`, `[rows, columns]` or one number for all. */
  margins(key: string): readonly [number, number, number, number] {
    const value = this.node.config[key] ?? 1;
    if (typeof value === 'number') return [value, value, value, value];
    const [rows, columns] = value as (number | [number, number])[];
    const both = (side: number | [number, number] = 0): [number, number] =>
      typeof side === 'number' ? [side, side] : side;
    return [...both(rows), ...both(columns)];
  }

  /** @throws corrupt-data when the file lacks the weight or it has another shape; -1 stands for any size */
  weight(kind: string, shape: readonly number[]): StoredWeight {
    const found = findWeight(this.weights, this.node.name, kind);
    const fits =
      found?.shape.length === shape.length &&
      shape.every((size, i) => size === -1 || size === found.shape[i]);
    if (found && fits) return found;
    const got = found ? `[${found.shape.join(', ')}]` : 'none';
    const expected = `[${shape.map((size) => (size === -1 ? 'any' : size)).join(', ')}]`;
    throw new PolymathError(
      'corrupt-data',
      `layer ${this.node.name}: expected ${kind} ${expected}, got ${got}`,
    );
  }

  /** Demands that a setting has a value that we can compute. */
  demand(condition: boolean, message: string): void {
    if (!condition) throw this.invalid(message);
  }

  invalid(message: string): PolymathError {
    const { name, className } = this.node;
    return new PolymathError('invalid-input', `layer ${name} (${className}): ${message}`);
  }
}
