import { fromBinary, toBinary, type DescMessage } from '@bufbuild/protobuf';
import { randomOf, type Random } from '../random.js';
import type { Rpc } from '../rpcs.js';
import { mutateMessage, type Change } from './message.js';
import { mutateBytes } from './wire.js';

/**
 * How a call is made: in order; cancelled at once; with a deadline that passes at once; with rubbish as metadata; with its
 * stream of requests left open and abandoned; without any request; with broken frames below the messages; by somebody who takes no
 * response; over a connection that goes away in the middle.
 */
export type Manner =
  | ('in order' | 'cancelled' | 'late' | 'rubbish metadata' | 'no request' | 'frames')
  | ('abandoned' | 'unread' | 'torn');

/** A call that is not as it should be. */
export interface Mutation {
  rpc: Rpc;
  number: number;
  messages: readonly Buffer[];
  manner: Manner;
  /** What was changed, for people. */
  what: string;
  /** Whether the bytes may be no message of their type. */
  isRaw: boolean;
  random: Random;
}

/** The mutation of a number: the same for the same seed, whatever else is sent. */
export function makeMutation(
  { seed, rpc, number }: { seed: string; rpc: Rpc; number: number },
  valid: readonly Buffer[],
  words: readonly string[],
): Mutation {
  const random = randomOf(seed, rpc.path, number);
  const change = { random, words };
  const manner = mannerOf(random, rpc);
  const messages = random.chance(0.2) ? shuffled(random, valid) : [...valid];
  const done: string[] = [];
  let isRaw = false;
  // A call that is odd in its manner may have a request that is in order.
  const changes = manner === 'in order' ? 1 + random.below(3) : random.below(2);
  for (let i = 0; i < changes && messages.length > 0; i++) {
    const place = random.below(messages.length);
    // A message that is none any more cannot be changed by its descriptor.
    if (isRaw) break;
    isRaw = random.chance(0.15);
    const changed = isRaw
      ? mutateBytes(random, messages[place]!)
      : mutateFields(change, rpc.method.input, messages[place]!);
    messages[place] = changed.bytes;
    done.push(messages.length > 1 ? `message ${place}: ${changed.what}` : changed.what);
  }
  const what = [manner, ...done].join('; ');
  return { rpc, number, messages, manner, what, isRaw, random };
}

function mutateFields(change: Change, desc: DescMessage, bytes: Buffer) {
  const message = fromBinary(desc, bytes);
  const what = mutateMessage(change, desc, message);
  return { bytes: Buffer.from(toBinary(desc, message)), what };
}

function mannerOf(random: Random, { method: { methodKind } }: Rpc): Manner {
  if (random.chance(0.75)) return 'in order';
  const always = ['cancelled', 'late', 'rubbish metadata', 'frames', 'no request'] as const;
  const ofResponses = ['unread', 'torn'] as const;
  const ofRequests = ['abandoned'] as const;
  return random.pick<Manner>([
    ...always,
    ...(methodKind.startsWith('bidi') || methodKind.startsWith('server') ? ofResponses : []),
    ...(methodKind.startsWith('bidi') || methodKind.startsWith('client') ? ofRequests : []),
  ]);
}

/** The messages of a stream without the first or the last ones, in another order, or some of them twice or not at all. */
function shuffled(random: Random, messages: readonly Buffer[]): Buffer[] {
  if (messages.length < 2) return [...messages];
  switch (random.below(3)) {
    case 0:
      return messages.slice(1 + random.below(messages.length - 1));
    case 1:
      return messages.slice(0, 1 + random.below(messages.length - 1));
    default:
      return Array.from({ length: 1 + random.below(5) }, () => random.pick(messages));
  }
}
