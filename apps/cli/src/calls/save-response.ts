import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FieldDescriptorProto_Type } from '@bufbuild/protobuf/wkt';
import { toBinary, type DescField, type DescMessage, type MessageShape } from '@bufbuild/protobuf';
import { reflect } from '@bufbuild/protobuf/reflect';
import { Tensor } from '@polymath/contracts/polymath/tensor/v1/tensor';
import { toNpy } from './npy.js';

const tensorType = 'polymath.tensor.v1.Tensor';

/**
 * Saves what a response carries, bytes or a tensor, as a file named after its other fields, e.g.
 * `generator-0-row-0.png`; gives the path, or undefined when it carries neither.
 */
export function saveResponse(
  desc: DescMessage,
  response: MessageShape<DescMessage>,
  folder: string,
): string | undefined {
  const message = reflect(desc, response);
  const set = desc.fields.filter((field) => field.oneof === undefined || message.isSet(field));
  const content = set.map((field) => contentOf(field, message.get(field))).find(Boolean);
  if (!content) return undefined;
  const names = set
    .filter(
      ({ fieldKind, proto }) =>
        fieldKind === 'scalar' && proto.type !== FieldDescriptorProto_Type.BYTES,
    )
    .map((field) => `${field.name}-${message.get(field) as number | string}`);
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${names.join('-') || desc.name}.${content.extension}`);
  writeFileSync(path, content.bytes);
  return path;
}

function contentOf(field: DescField, value: unknown) {
  if (value instanceof Uint8Array) return { extension: field.name, bytes: value };
  if (field.fieldKind !== 'message' || field.message.typeName !== tensorType) return undefined;
  const { message } = value as { message: MessageShape<DescMessage> };
  return { extension: 'npy', bytes: toNpy(Tensor.decode(toBinary(field.message, message))) };
}
