import {
  create,
  ScalarType,
  type DescField,
  type DescMessage,
  type Message,
} from '@bufbuild/protobuf';
import { reflect, type ReflectList, type ReflectMap, type ReflectMessage } from '@bufbuild/protobuf/reflect'; // prettier-ignore
import type { Random } from '../random.js';
import { heldMessage, holdAgain } from './nested.js';
import { enumNumbers, oddValue } from './values.js';

/** How many entries a list gets that gets too many. */
const many = 10_000;

/** What changing takes. */
export interface Change {
  random: Random;
  /** Texts that are right in some other place. */
  words: readonly string[];
}

/** Puts something else in one place of a message, by its descriptor; tells the place. */
export function mutateMessage(change: Change, desc: DescMessage, message: Message): string {
  return mutate(change, reflect(desc, message));
}

function mutate(change: Change, message: ReflectMessage): string {
  const { random } = change;
  const given = message.fields.filter((field) => message.isSet(field));
  const isAmongGiven = given.length > 0 && random.chance(0.75);
  const fields = isAmongGiven ? given : message.fields;
  if (fields.length === 0) return 'nothing';
  const field = random.pick(fields);
  const inner = random.chance(0.75) ? innerMessage(random, message, field) : undefined;
  if (inner) return `${field.name}.${mutate(change, inner)}`;
  const isHeld = field.fieldKind === 'scalar' && random.chance(0.9);
  const inBytes = isHeld ? mutateHeld(change, message, field) : undefined;
  if (inBytes !== undefined) return `${field.name}.${inBytes}`;
  return `${field.name} ${setField(change, message, field)}`;
}

/** The message in a field, or one in a list of them; undefined when there is none. */
function innerMessage(
  random: Random,
  message: ReflectMessage,
  field: DescField,
): ReflectMessage | undefined {
  if (!message.isSet(field)) return undefined;
  if (field.fieldKind === 'message') return message.get(field);
  if (field.fieldKind !== 'list' || field.listKind !== 'message') return undefined;
  const list = message.get(field);
  return list.get(random.below(list.size)) as ReflectMessage;
}

/** Changes the message that a field of bytes holds; undefined when it holds none. */
function mutateHeld(
  change: Change,
  message: ReflectMessage,
  field: DescField & { fieldKind: 'scalar' },
): string | undefined {
  const value: unknown = message.get(field);
  const inner = value instanceof Uint8Array ? heldMessage(field, value) : undefined;
  if (!inner) return undefined;
  const what = mutateMessage(change, inner.desc, inner.message);
  message.set(field, holdAgain(change.random, inner.desc, inner.message));
  return what;
}

function setField(change: Change, message: ReflectMessage, field: DescField): string {
  const { random, words } = change;
  if (message.isSet(field) && random.chance(0.2)) {
    message.clear(field);
    return 'missing';
  }
  switch (field.fieldKind) {
    case 'scalar': {
      const value = oddValue(random, field.scalar, words);
      message.set(field, value);
      return `= ${brief(value)}`;
    }
    case 'enum': {
      const number = random.pick(enumNumbers);
      message.set(field, number);
      return `= ${number}`;
    }
    case 'message':
      message.set(field, reflect(field.message, create(field.message)));
      return 'empty';
    case 'list':
      return setList(change, message.get(field), field);
    case 'map':
      return setMap(change, message.get(field), field);
  }
}

type ListField = DescField & { fieldKind: 'list' };
type MapField = DescField & { fieldKind: 'map' };

function setList(change: Change, list: ReflectList, field: ListField): string {
  const { random } = change;
  if (random.chance(0.3)) {
    const entry = list.size > 0 ? list.get(0) : newEntry(change, field);
    while (list.size < many) list.add(entry);
    return `has ${many} entries`;
  }
  if (list.size > 0 && random.chance(0.3)) {
    list.add(list.get(0));
    return 'has its first entry twice';
  }
  list.add(newEntry(change, field));
  return 'has one more entry';
}

function newEntry(
  { random, words }: Change,
  field: { listKind?: string; mapKind?: string } & Pick<ListField, never> & DescField,
): unknown {
  if (field.scalar !== undefined) return oddValue(random, field.scalar, words);
  if (field.message) return reflect(field.message, create(field.message));
  return random.pick(enumNumbers);
}

function setMap(change: Change, map: ReflectMap, field: MapField): string {
  const { random } = change;
  const count = random.pick([1, 1, 1000]);
  for (let i = 0; i < count; i++) {
    const key = count > 1 ? `key ${i}` : random.pick(['__proto__', 'constructor', '', '漢']);
    map.set(field.mapKey === ScalarType.STRING ? key : i, newEntry(change, field));
  }
  return `has ${count} more entries`;
}

function brief(value: unknown): string {
  if (value instanceof Uint8Array) return `${value.length} bytes`;
  const text = typeof value === 'string' ? JSON.stringify(value) : String(value);
  return text.length <= 40 ? text : `${text.slice(0, 24)}… (${text.length} characters)`;
}
