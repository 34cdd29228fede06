import { PolymathError } from '@polymath/errors';
import type { onnx } from 'onnx-proto';
import type { Activation } from './activation.js';
import type { Constant } from '../constant.js';
import { readTensor } from './read-tensor.js';
import { toDecimal, toNumber } from './to-number.js';

/** What a name in the file stands for. */
export type Value = Constant | Activation;

/** What a node may ask about the file around it. */
export interface Surroundings {
  operatorSet: number;
  /** The value of a name, if the file or an earlier node gives it. */
  valueOf(name: string): Value | undefined;
  /** How many nodes read a name. */
  readersOf(name: string): number;
}

/** One node of the file: its operator, inputs and attributes. Whatever is wrong names the node. */
export class NodeReader {
  readonly operator: string;
  readonly name: string;
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  readonly operatorSet: number;
  private readonly attributes: ReadonlyMap<string, onnx.IAttributeProto>;

  constructor(
    node: onnx.INodeProto,
    private readonly around: Surroundings,
  ) {
    const isStandard = !node.domain || node.domain === 'ai.onnx';
    this.operator = `${isStandard ? '' : `${node.domain ?? ''}.`}${node.opType ?? ''}`;
    this.name = node.name ?? '';
    this.inputNames = node.input ?? [];
    this.outputNames = node.output ?? [];
    this.operatorSet = around.operatorSet;
    this.attributes = new Map((node.attribute ?? []).map((a) => [a.name ?? '', a]));
  }

  /** An error that names the node and its operator. */
  invalid(message: string, cause?: unknown): PolymathError {
    const name = this.name || `that gives ${this.outputNames[0] ?? 'nothing'}`;
    return new PolymathError('invalid-input', `node ${name} (${this.operator}): ${message}`, {
      cause,
    });
  }

  /** The value of an input, or nothing when it is left out. */
  input(index: number): Value | undefined {
    const name = this.inputNames[index];
    if (!name) return undefined;
    const value = this.around.valueOf(name);
    if (value) return value;
    const { message } = this.invalid(`reads ${name}, which no initialiser or earlier node gives`);
    throw new PolymathError('corrupt-data', message);
  }

  /** All inputs that are given. */
  inputs(): Value[] {
    return this.inputNames.map((_, i) => this.input(i)).filter((value) => value !== undefined);
  }

  /** An input that depends on the network's input. */
  activation(index = 0): Activation {
    const value = this.input(index);
    if (value?.kind === 'activation') return value;
    throw this.invalid(
      `expected input ${index} to depend on the model's input, got ${value ? 'a constant' : 'none'}`,
    );
  }

  /** An input that must be constant. */
  constant(index: number): Constant {
    const value = this.optionalConstant(index);
    if (value) return value;
    throw this.invalid(`expected input ${index} to be a constant, got none`);
  }

  /** An input that must be constant if it is given. */
  optionalConstant(index: number): Constant | undefined {
    const value = this.input(index);
    if (value?.kind !== 'activation') return value;
    throw this.invalid(
      `expected input ${index} to be a constant, got ${this.inputNames[index] ?? ''}, which depends on the model's input`,
    );
  }

  /** Whether no other node reads an input. */
  isOnlyReaderOf(index: number): boolean {
    return this.around.readersOf(this.inputNames[index] ?? '') === 1;
  }

  /** Whether the node has the attribute. */
  has(attribute: string): boolean {
    return this.attributes.has(attribute);
  }

  /** A whole-number attribute. */
  int(attribute: string, otherwise: number): number {
    return toNumber(this.attributes.get(attribute)?.i ?? otherwise);
  }

  /** A list of whole numbers, if the attribute is there. */
  ints(attribute: string): number[] | undefined {
    return this.attributes.get(attribute)?.ints?.map(toNumber);
  }

  /** A float attribute, as the decimal number that was meant. */
  float(attribute: string, otherwise: number): number {
    return toDecimal(this.attributes.get(attribute)?.f ?? otherwise);
  }

  /** A list of floats, if the attribute is there. */
  floats(attribute: string): number[] | undefined {
    return this.attributes.get(attribute)?.floats ?? undefined;
  }

  /** A text attribute. */
  text(attribute: string, otherwise: string): string {
    const value = this.attributes.get(attribute)?.s;
    return value?.length ? new TextDecoder().decode(value) : otherwise;
  }

  /** A tensor attribute, if it is there. */
  tensor(attribute: string): Constant | undefined {
    const value = this.attributes.get(attribute)?.t;
    return value ? readTensor(value) : undefined;
  }

  /**
   * Whole numbers that newer operator sets give as an input and older ones as an attribute, e.g. axes.
   * @throws invalid-input when they depend on the number of images
   */
  intsFrom(index: number, attribute: string): number[] | undefined {
    const input = this.optionalConstant(index);
    const values = input ? Array.from(input.data) : this.ints(attribute);
    if (!values?.some(Number.isNaN)) return values;
    throw this.invalid(`${attribute} must not depend on the number of images`);
  }
}
