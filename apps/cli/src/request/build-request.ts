import {
  create,
  fromJson,
  mergeFromJson,
  type DescEnum,
  type DescField,
  type DescMessage,
  type JsonObject,
  type JsonValue,
  type MessageShape,
} from '@bufbuild/protobuf';
import { invalidFields, type FieldViolation } from '@polymath/errors';
import { inField, placeholder, withFiles } from './named-files.js';
import { registry } from './registry.js';
import { shortName, shortNames, type RequestOption } from './request-options.js';
import { shorthands } from './shorthands.js';

/** What options were given: their texts by name; a flag has none. */
export type GivenOptions = ReadonlyMap<RequestOption, readonly string[]>;

/** Where a request comes from besides its options. */
export interface RequestParts {
  /** The whole request, or a part of it, as ProtoJSON; options are merged into it. */
  base?: JsonValue | undefined;
  /** Turns what was given for an artifact, a hash or a path, into the artifact. */
  readonly toArtifact: (text: string) => Promise<JsonValue>;
}

/**
 * The request that options describe.
 * @throws invalid-input naming every bad option
 */
export async function buildRequest(
  message: DescMessage,
  given: GivenOptions,
  { base, toArtifact }: RequestParts,
): Promise<MessageShape<DescMessage>> {
  if (base !== undefined) parseBase(message, await withFiles(message, base, placeholder));
  const values = await checkOptions(given);
  const request =
    base === undefined
      ? create(message)
      : parseBase(message, await withFiles(message, base, toArtifact));
  for (const [option, texts] of given) {
    if (option.kind === 'artifact') values.set(option, await artifacts(option, texts, toArtifact));
  }
  for (const [{ path }, value] of values) {
    const sent = await inField(path.at(-1)!, value, toArtifact);
    mergeFromJson(message, request, nest(path, sent), { registry: registry() });
  }
  return request;
}

function parseBase(message: DescMessage, base: JsonValue): MessageShape<DescMessage> {
  try {
    return fromJson(message, base, { registry: registry() });
  } catch (cause) {
    throw invalidFields([{ field: '--request', description: messageOf(cause) }]);
  }
}

/** The values of all options but artifacts; nothing is sent anywhere before all of them are right. */
async function checkOptions(given: GivenOptions): Promise<Map<RequestOption, JsonValue>> {
  const values = new Map<RequestOption, JsonValue>();
  const bad: FieldViolation[] = [];
  for (const [option, texts] of given) {
    if (option.kind === 'artifact') continue;
    try {
      values.set(option, await valueOf(option, texts));
    } catch (cause) {
      bad.push({ field: `--${option.name}`, description: messageOf(cause) });
    }
  }
  if (bad.length > 0) throw invalidFields(bad);
  return values;
}

async function valueOf(option: RequestOption, texts: readonly string[]): Promise<JsonValue> {
  const field = option.path.at(-1)!;
  const values = (option.isList ? split(option, texts) : texts.slice(-1)).map((text) =>
    toJsonValue(option, field, text),
  );
  const value = option.isList ? values : values[0]!;
  try {
    const checked = await inField(field, value, placeholder);
    fromJson(field.parent, { [field.jsonName]: checked }, { registry: registry() });
  } catch (cause) {
    throw new Error(`must be ${option.placeholder}, got ${texts.join(' ')}`, { cause });
  }
  return value;
}

/** Values of lists may be joined by commas, unless they are messages. */
function split(option: RequestOption, texts: readonly string[]): readonly string[] {
  return option.kind === 'json' ? texts : texts.flatMap((text) => text.split(','));
}

function toJsonValue(option: RequestOption, field: DescField, text: string): JsonValue {
  switch (option.kind) {
    case 'flag':
      return text !== 'false';
    case 'enum':
      return enumValue(field.enum!, text);
    case 'json':
      return jsonValue(field, text);
    default:
      return text;
  }
}

function enumValue(desc: DescEnum, text: string): string {
  const wanted = text.toLowerCase().replaceAll('_', '-');
  const value = desc.values.find(
    ({ name, number }) => number !== 0 && (name === text || shortName(desc, name) === wanted),
  );
  if (value) return value.name;
  throw new Error(`must be one of ${shortNames(desc).join(', ')}, got ${text}`);
}

function jsonValue(field: DescField, text: string): JsonValue {
  const shorthand = shorthands[field.message?.typeName ?? ''];
  try {
    return shorthand?.parse(text) ?? (JSON.parse(text) as JsonValue);
  } catch (cause) {
    const form = shorthand?.placeholder ?? 'JSON';
    throw new Error(`must be ${form}, got ${text}`, { cause });
  }
}

async function artifacts(
  { isList }: RequestOption,
  texts: readonly string[],
  toArtifact: RequestParts['toArtifact'],
): Promise<JsonValue> {
  const all: JsonValue[] = [];
  for (const text of isList ? texts : texts.slice(-1)) all.push(await toArtifact(text));
  return isList ? all : all[0]!;
}

function nest(path: readonly DescField[], value: JsonValue): JsonObject {
  return path.reduceRight<JsonValue>(
    (inner, field) => ({ [field.jsonName]: inner }),
    value,
  ) as JsonObject;
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
