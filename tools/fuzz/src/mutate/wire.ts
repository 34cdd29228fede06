import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import type { Random } from '../random.js';

/** Bytes that may be no message any more, and what was done to them. */
export interface Changed {
  bytes: Buffer;
  what: string;
}

/** Changes a serialised message without knowing its type. */
export function mutateBytes(random: Random, bytes: Buffer): Changed {
  switch (random.below(5)) {
    case 0:
      return flip(random, bytes);
    case 1: {
      const length = random.below(bytes.length + 1);
      return { bytes: bytes.subarray(0, length), what: `cut to ${length} bytes` };
    }
    case 2:
      return { bytes: random.bytes(1 + random.below(200)), what: 'random bytes' };
    case 3:
      return { bytes: Buffer.concat([bytes, unknownFields(random)]), what: 'unknown fields' };
    default:
      return { bytes: Buffer.concat([bytes, deepGroups(random)]), what: 'groups in groups' };
  }
}

function flip(random: Random, bytes: Buffer): Changed {
  const flipped = Buffer.from(bytes);
  const count = 1 + random.below(4);
  for (let i = 0; i < count && flipped.length > 0; i++) {
    flipped[random.below(flipped.length)] = random.below(256);
  }
  return { bytes: flipped, what: `${count} bytes of others` };
}

/** A field of each wire type under numbers that no message has. */
function unknownFields(random: Random): Uint8Array {
  const writer = new BinaryWriter();
  writer.tag(5000 + random.below(1000), WireType.Varint).uint64(2n ** 64n - 1n);
  writer.tag(536_870_911, WireType.LengthDelimited).bytes(random.bytes(100));
  writer.tag(19_000, WireType.Bit32).fixed32(1);
  return writer.tag(6001, WireType.Bit64).fixed64(1n).finish();
}

/** Groups that begin and, half of the time, never end: deep enough for a reader that recurses. */
function deepGroups(random: Random): Buffer {
  const depth = random.pick([10, 50_000]);
  const [begin, end] = [0x1b, 0x1c]; // field 3
  const ends = Buffer.alloc(random.chance(0.5) ? depth : 0, end);
  return Buffer.concat([Buffer.alloc(depth, begin), ends]);
}
