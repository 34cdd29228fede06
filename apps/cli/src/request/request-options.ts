import type { DescEnum, DescField, DescMessage } from '@bufbuild/protobuf';
import { FieldDescriptorProto_Type } from '@bufbuild/protobuf/wkt';
import { commentOf } from './comments.js';
import { shorthands } from './shorthands.js';

/** How the text of an option becomes a value. */
export type OptionKind = 'flag' | 'text' | 'enum' | 'artifact' | 'json';

/** One option of a command: one leaf of the request that the command sends. */
export interface RequestOption {
  /** Without dashes, e.g. `training.resize-height`. */
  readonly name: string;
  /** The way to the leaf from the request's message. */
  readonly path: readonly DescField[];
  readonly kind: OptionKind;
  /** Takes several values. */
  readonly isList: boolean;
  /** What stands for its value in the help, e.g. `<number>`; empty for a flag. */
  readonly placeholder: string;
  readonly help: string;
  /** Every job has it, whatever it computes. */
  readonly isOfAnyJob: boolean;
}

const artifactType = 'polymath.artifacts.v1.Artifact';
/** Its fields are options of every job, not a part of what is computed: they have no prefix. */
const jobOptionsType = 'polymath.jobs.v1.JobOptions';

/** The options of a request message: one for each scalar leaf, repeated and foreign messages as JSON. */
export function requestOptions(message: DescMessage): RequestOption[] {
  return collect(message, []);
}

function collect(message: DescMessage, path: readonly DescField[]): RequestOption[] {
  return message.fields.flatMap((field) => {
    const here = [...path, field];
    const isNested = field.fieldKind === 'message' && isOurs(field.message);
    if (!isNested || isWithin(field.message, path)) return [toOption(here, field)];
    return collect(field.message, here);
  });
}

/** Whether a message is spelt out leaf by leaf. */
function isOurs(message: DescMessage): boolean {
  const isOpaque = message.typeName in shorthands || message.typeName === artifactType;
  return !isOpaque && message.typeName.startsWith('polymath.') && message.fields.length > 0;
}

function isWithin(message: DescMessage, path: readonly DescField[]): boolean {
  return path.some((field) => field.parent === message);
}

function toOption(path: readonly DescField[], field: DescField): RequestOption {
  const kind = kindOf(field);
  const isList = field.fieldKind === 'list';
  const placeholder = kind === 'flag' ? '' : placeholderOf(field);
  const isOfAnyJob = path.some(({ message }) => message?.typeName === jobOptionsType);
  return { name: nameOf(path), path, kind, isList, placeholder, help: helpOf(path, field), isOfAnyJob }; // prettier-ignore
}

function nameOf(path: readonly DescField[]): string {
  return path
    .filter(({ message }) => message?.typeName !== jobOptionsType)
    .map(({ name }) => name.replaceAll('_', '-'))
    .join('.');
}

function kindOf(field: DescField): OptionKind {
  if (field.fieldKind === 'map') return 'json';
  if (field.enum) return 'enum';
  if (field.message) return field.message.typeName === artifactType ? 'artifact' : 'json';
  const isFlag =
    field.fieldKind === 'scalar' && field.proto.type === FieldDescriptorProto_Type.BOOL;
  return isFlag ? 'flag' : 'text';
}

function placeholderOf(field: DescField): string {
  if (field.fieldKind === 'map') return '<json>';
  if (field.enum) return isLong(field.enum) ? '<name>' : choicesOf(field.enum);
  if (field.message?.typeName === artifactType) return '<sha256|file>';
  if (field.message) return shorthands[field.message.typeName]?.placeholder ?? '<json>';
  if (field.proto.type === FieldDescriptorProto_Type.STRING) return '<text>';
  return field.proto.type === FieldDescriptorProto_Type.BYTES ? '<base64>' : '<number>';
}

const choicesOf = (desc: DescEnum): string => `<${shortNames(desc).join('|')}>`;

/** More choices than a line has room for are told in the help. */
const isLong = (desc: DescEnum): boolean => choicesOf(desc).length > 60;

/** The comment of the leaf; the first leaf of a message tells of the message before. */
function helpOf(path: readonly DescField[], field: DescField): string {
  const isFirst = field.parent.fields[0] === field && field.parent.typeName !== jobOptionsType;
  const group = isFirst ? path.at(-2) : undefined;
  const comments = [group ? commentOf(group) || commentOf(field.parent) : '', commentOf(field)];
  const choices = field.enum && isLong(field.enum) ? `One of ${shortNames(field.enum).join(', ')}.` : ''; // prettier-ignore
  return [...comments, choices, field.fieldKind === 'list' ? '(repeatable)' : '']
    .filter(Boolean)
    .join(' ');
}

/** The names of an enum's values without their prefix, e.g. `lenet5`; the unspecified one is left out. */
export function shortNames(desc: DescEnum): string[] {
  return desc.values.filter(({ number }) => number !== 0).map(({ name }) => shortName(desc, name));
}

/** E.g. `lenet5` for `ARCHITECTURE_LENET5`. */
export function shortName(desc: DescEnum, name: string): string {
  const prefix = desc.sharedPrefix?.length ?? 0;
  return name.slice(prefix).toLowerCase().replaceAll('_', '-');
}
