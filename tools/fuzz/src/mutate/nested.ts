import { fromBinary, toBinary, type DescField, type DescMessage, type Message } from '@bufbuild/protobuf'; // prettier-ignore
import type { Random } from '../random.js';
import { registry } from '../rpcs.js';

/** Fields of bytes that hold a message, and what that is. */
const held: Readonly<Record<string, string>> = {
  'polymath.admin.v1.Record.job': 'polymath.jobs.v1.Job',
  'polymath.admin.v1.Record.model': 'polymath.models.v1.Model',
};

/** The message that the bytes of a field hold; undefined when they hold none, or not any more. */
export function heldMessage(
  { parent, name }: DescField,
  bytes: Uint8Array,
): { desc: DescMessage; message: Message } | undefined {
  const type = held[`${parent.typeName}.${name}`];
  const desc = type === undefined ? undefined : registry().getMessage(type);
  if (!desc) return undefined;
  try {
    return { desc, message: fromBinary(desc, bytes) };
  } catch {
    return undefined;
  }
}

/**
 * The bytes of such a message again. Most of the time under a name that nothing has yet: a record that is there already is not
 * looked at any further.
 */
export function holdAgain(random: Random, desc: DescMessage, message: Message): Uint8Array {
  const fields = message as unknown as Record<string, unknown>;
  const suffix = random.bytes(10).toString('hex');
  const name = 'retiredJobIds' in fields ? 'name' : 'id';
  if (random.chance(0.8)) fields[name] = `fuzz${suffix}`;
  return toBinary(desc, message);
}
