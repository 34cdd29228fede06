import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import {
  createFileRegistry,
  fromBinary,
  toJson,
  type DescMessage,
  type DescService,
  type FileRegistry,
  type JsonValue,
} from '@bufbuild/protobuf';
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import { PolymathError } from '@polymath/errors';

let loaded: FileRegistry | undefined;

/** Every message and service of the project, with their comments, as `buf build` wrote them. */
export function registry(): FileRegistry {
  const path = createRequire(import.meta.url).resolve('@polymath/contracts/descriptors.binpb');
  loaded ??= createFileRegistry(fromBinary(FileDescriptorSetSchema, readFileSync(path)));
  return loaded;
}

/** A service by its full name. */
export function serviceNamed(name: string): DescService {
  return known(registry().getService(name), name);
}

/** A message type by its full name. */
export function messageNamed(name: string): DescMessage {
  return known(registry().getMessage(name), name);
}

function known<Desc>(desc: Desc | undefined, name: string): Desc {
  if (desc === undefined) throw new PolymathError('internal', `no descriptor of ${name}`);
  return desc;
}

/**
 * A serialised message as ProtoJSON, every number and list included even where it is zero or empty.
 * @param name full name of its type
 */
export function jsonOf(name: string, bytes: Uint8Array): JsonValue {
  const desc = messageNamed(name);
  const options = { registry: registry(), alwaysEmitImplicit: true };
  return toJson(desc, fromBinary(desc, bytes), options);
}
