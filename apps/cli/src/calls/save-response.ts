import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FieldDescriptorProto_Type } from '@bufbuild/protobuf/wkt';
import { toBinary, type DescField, type DescMessage, type MessageShape } from '@bufbuild/protobuf';
import { reflect } from '@bufbuild/protobuf/reflect';
import { Tensor } from '@polymath/contracts/polymath/tensor/v1/tensor';
import { formatFigure } from '../output/format.js';
import { toNpy } from './npy.js';

const { BYTES, FLOAT, DOUBLE } = FieldDescriptorProto_Type;
/** A measure says nothing of which response it is, and is no name. */
const unnamed: readonly FieldDescriptorProto_Type[] = [BYTES, FLOAT, DOUBLE];
const tensorType = 'polymath.tensor.v1.Tensor';

/**
 * Saves what a response carries, bytes or a tensor, as a file named after its whole numbers and texts, which say which of several it is, e.g.
 * `generator-0-row-0.png`, else after its field, e.g. `samples.npy`; gives the path, or undefined when it carries neither.
 */
export function saveResponse(
  desc: DescMessage,
  response: MessageShape<DescMessage>,
  folder: string,
): string | undefined {
  const message = reflect(desc, response);
  const set = desc.fields.filter((field) => field.oneof === undefined || message.isSet(field));
  const contents = set.map((field) => contentOf(field, message.get(field)));
  const content = contents.find(Boolean);
  if (!content) return undefined;
  const names = set
    .filter(({ fieldKind, proto }) => fieldKind === 'scalar' && !unnamed.includes(proto.type))
    .map((field) => `${field.name}-${message.get(field) as number | string}`);
  mkdirSync(folder, { recursive: true });
  const path = join(
    folder,
    `${names.join('-') || set[contents.indexOf(content)]!.name}.${content.extension}`,
  );
  writeFileSync(path, content.bytes);
  return path;
}

/** The measures that a response carries beside what is saved, e.g. `rpm 1733`; empty where there are none. */
export function measuresOf(desc: DescMessage, response: MessageShape<DescMessage>): string {
  const message = reflect(desc, response);
  const measured = desc.fields.filter(({ fieldKind, proto }) => fieldKind === 'scalar' && [FLOAT, DOUBLE].includes(proto.type)); // prettier-ignore
  return measured.map((field) => `${field.name} ${formatFigure(message.get(field) as number)}`).join(', '); // prettier-ignore
}

function contentOf(field: DescField, value: unknown) {
  if (value instanceof Uint8Array) return { extension: field.name, bytes: value };
  if (field.fieldKind !== 'message' || field.message.typeName !== tensorType) return undefined;
  const { message } = value as { message: MessageShape<DescMessage> };
  return { extension: 'npy', bytes: toNpy(Tensor.decode(toBinary(field.message, message))) };
}
