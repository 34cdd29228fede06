import type {
  InferTensorContents,
  ModelInferRequest,
  ModelInferRequest_InferInputTensor as InputTensor,
} from '@polymath/contracts/inference/grpc_service';
import type { Signature, TensorSpec } from '@polymath/contracts/polymath/models/v1/models';
import type { WireTensor } from '@polymath/engine-host';
import { messageLimitBytes, violations, type Violations } from '@polymath/service-kit';
import { countElements, datatypeOf, datatypes, type Datatype } from './datatypes.js';
import { toRaw } from './typed-contents.js';

/**
 * The inputs of a request, in the order of the signature, raw.
 * @throws invalid-input naming every bad field
 */
export function readInputs(request: ModelInferRequest, { inputs }: Signature): WireTensor[] {
  const wrong = violations();
  const { rawInputContents: raw } = request;
  const isRaw = raw.length > 0;
  if (isRaw && raw.length !== request.inputs.length) {
    const expected = `must be one for each of the ${request.inputs.length} inputs`;
    wrong.add('raw_input_contents', `${expected}, got ${raw.length}`);
  }
  const read = new Map<string, WireTensor>();
  request.inputs.forEach((input, i) => {
    const spec = inputs.find(({ name }) => name === input.name);
    if (!spec) {
      wrong.add(`inputs[${i}].name`, `must be one of ${namesOf(inputs)}, got "${input.name}"`);
      return;
    }
    if (read.has(input.name)) wrong.add(`inputs[${i}].name`, `is given twice: "${input.name}"`);
    const given = isRaw ? { input, raw: raw[i], rawField: `raw_input_contents[${i}]` } : { input };
    read.set(spec.name, readInput({ at: `inputs[${i}]`, wrong }, spec, given));
  });
  for (const { name } of inputs) {
    if (!read.has(name)) wrong.add('inputs', `"${name}" is required`);
  }
  const result = inputs.flatMap(({ name }) => read.get(name) ?? []);
  checkBatch(wrong, inputs, result);
  wrong.throwIfAny();
  return result;
}

/** Names of tensors as a text. */
export function namesOf(specs: readonly TensorSpec[]): string {
  return specs.map(({ name }) => `"${name}"`).join(', ');
}

interface Given {
  input: InputTensor;
  /** Its raw contents, when the request carries such. */
  raw?: Buffer | undefined;
  rawField?: string;
}

/** What is right makes no text: this is on the way of every call. */
interface Noting {
  /** The path of the input in the request. */
  at: string;
  wrong: Violations;
}

function readInput(noting: Noting, spec: TensorSpec, given: Given): WireTensor {
  const { name, datatype, shape, contents } = given.input;
  const { at, wrong } = noting;
  const of = `of "${name}"`;
  const nothing = { name, datatype: spec.datatype, shape: [], data: Buffer.alloc(0) };
  const type = datatypeOf(datatype);
  if (!type || datatype !== spec.datatype) {
    wrong.add(`${at}.datatype`, `${of} must be ${spec.datatype}, got "${datatype}"`);
    return nothing;
  }
  const count = checkShape(noting, spec, shape);
  if (count === undefined) return nothing;
  if (given.rawField && contents !== undefined) {
    wrong.add(`${at}.contents`, `${of} must be absent beside raw_input_contents`);
  }
  const data = given.rawField
    ? checkRaw(given.raw ?? nothing.data, type, { count, wrong, field: given.rawField, of })
    : checkTyped(contents, datatype, { count, wrong, field: `${at}.contents`, of });
  return { ...nothing, shape: shape.map(Number), data: data ?? nothing.data };
}

const mostElements = messageLimitBytes;

/** The number of elements; undefined when the shape is wrong. */
function checkShape(
  { at, wrong }: Noting,
  { name, shape: expected }: TensorSpec,
  shape: readonly bigint[],
): number | undefined {
  const fits =
    shape.length === expected.length &&
    shape.every((size, i) => (expected[i]! < 0n ? size >= 0n : size === expected[i]));
  const wanted = () => `of "${name}" must be [${expected.join(', ')}]`;
  if (!fits) {
    wrong.add(`${at}.shape`, `${wanted()}, got [${shape.join(', ')}]`);
    return undefined;
  }
  const count = shape.reduce((product, size) => product * Number(size), 1);
  if (count <= mostElements) return count;
  wrong.add(
    `${at}.shape`,
    `${wanted()} of at most ${mostElements} elements, got [${shape.join(', ')}]`,
  );
  return undefined;
}

interface Expected {
  count: number;
  wrong: Violations;
  field: string;
  /** Of which input. */
  of: string;
}

function checkRaw(raw: Buffer, type: Datatype, expected: Expected): Buffer | undefined {
  const { count, wrong, field, of } = expected;
  if (type.sizeBytes === undefined) {
    const found = countElements(raw);
    if (found === count) return raw;
    const got = found === undefined ? 'a length that reaches past the end' : `${found}`;
    wrong.add(field, `${of} must hold ${count} elements, each behind its length, got ${got}`);
    return undefined;
  }
  const sizeBytes = count * type.sizeBytes;
  if (raw.length === sizeBytes) return raw;
  wrong.add(field, `${of} must hold ${sizeBytes} bytes, got ${raw.length}`);
  return undefined;
}

function checkTyped(
  contents: InferTensorContents | undefined,
  datatype: string,
  { count, wrong, field, of }: Expected,
): Buffer | undefined {
  const type = datatypes[datatype]!;
  if (!type.field) {
    wrong.add(field, `${of} must be raw: there is no field for ${datatype}`);
    return undefined;
  }
  const others = Object.entries(contents ?? {}).filter(
    ([name, elements]) => name !== type.field && (elements as unknown[]).length > 0,
  );
  const name = snakeCase(type.field);
  if (others.length > 0) {
    const got = others.map(([other]) => snakeCase(other)).join(', ');
    wrong.add(field, `${of} must stand in ${name} alone, got ${got}`);
    return undefined;
  }
  const elements = contents?.[type.field] ?? [];
  if (elements.length !== count) {
    wrong.add(`${field}.${name}`, `${of} must hold ${count} elements, got ${elements.length}`);
    return undefined;
  }
  const [min, max] = type.range ?? [];
  const strange = type.range && (elements as number[]).find((x) => x < min! || x > max!);
  if (strange !== undefined) {
    wrong.add(`${field}.${name}`, `${of} must be from ${min!} to ${max!}, got ${strange}`);
    return undefined;
  }
  return contents ? toRaw(datatype, contents) : Buffer.alloc(0);
}

/** Inputs with a batch must have the same one, of at least one row. */
function checkBatch(
  wrong: Violations,
  specs: readonly TensorSpec[],
  inputs: readonly WireTensor[],
): void {
  const batched = inputs.filter(
    ({ name, shape }) =>
      shape.length > 0 && specs.find((spec) => spec.name === name)?.shape[0] === -1n,
  );
  const rows = batched[0]?.shape[0];
  batched.forEach(({ name, shape: [batch = 0] }) => {
    if (batch < 1) wrong.add('inputs', `the batch of "${name}" must be at least 1, got ${batch}`);
    if (batch === rows) return;
    const same = `the batch of "${name}" must be that of "${batched[0]!.name}": ${rows!}`;
    wrong.add('inputs', `${same}, got ${batch}`);
  });
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
