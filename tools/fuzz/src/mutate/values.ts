import { ScalarType } from '@bufbuild/protobuf';
import type { Random } from '../random.js';

/** Texts that are somebody's bad luck elsewhere: lengths, control characters, paths, wildcards, names that objects have. */
const texts: readonly string[] = [
  '',
  ' ',
  'a'.repeat(10_000),
  '漢'.repeat(10_000),
  // Cut at an even or at an odd place, one of these is cut through a pair of surrogates.
  '😀'.repeat(5000),
  `x${'😀'.repeat(5000)}`,
  '\u0000',
  'a\u0000b',
  '\u0001\u001b[31m\r\n\t\u007f',
  '../../etc/passwd',
  '/etc/passwd',
  'C:\\windows',
  '.',
  '..',
  '*',
  '>',
  'jobs.>',
  '%00%s%n',
  '__proto__',
  'constructor',
  'toString',
  '-1',
  '1e309',
  '99999999999999999999',
  '9007199254740991',
  '9007199254740993',
  '\ufeff',
  '\u202e',
  'e\u0301',
];

const floats = [
  NaN,
  Infinity,
  -Infinity,
  0,
  -0,
  -1,
  1e-300,
  5e-324,
  1e300,
  Number.MAX_VALUE,
  0.5,
  2 ** 53,
];
const int32s = [0, 1, -1, 2, 7, 65_536, 1_000_000, 2 ** 31 - 1, -(2 ** 31)];
const uint32s = [0, 1, 2, 3, 7, 4096, 65_536, 1_000_000, 2 ** 31, 2 ** 32 - 1];
const int64s = [0n, 1n, -1n, 2n ** 31n, 2n ** 32n, 2n ** 53n, 2n ** 62n, 2n ** 63n - 1n, -(2n ** 63n)]; // prettier-ignore
const uint64s = [0n, 1n, 2n ** 32n, 2n ** 53n, 2n ** 53n + 1n, 2n ** 63n, 2n ** 64n - 1n];

/** What an enum never, or only sometimes, has. */
export const enumNumbers = [0, 1, 2, 3, 12, 99, -1, 2 ** 31 - 1, -(2 ** 31)];

/**
 * A value of a type that is legal on the wire and probably nowhere else.
 * @param words texts that are right in some other place: ids, names, digests
 */
export function oddValue(random: Random, type: ScalarType, words: readonly string[]): unknown {
  switch (type) {
    case ScalarType.DOUBLE:
    case ScalarType.FLOAT:
      return clip(type, random.pick(floats));
    case ScalarType.BOOL:
      return random.chance(0.5);
    case ScalarType.STRING:
      return random.chance(0.3) ? random.pick(words) : random.pick(texts);
    case ScalarType.BYTES:
      return random.bytes(random.pick([0, 1, 4, 5, 1000]));
    case ScalarType.INT64:
    case ScalarType.SINT64:
    case ScalarType.SFIXED64:
      return random.pick(int64s);
    case ScalarType.UINT64:
    case ScalarType.FIXED64:
      return random.pick(uint64s);
    case ScalarType.UINT32:
    case ScalarType.FIXED32:
      return random.pick(uint32s);
    default:
      return random.pick(int32s);
  }
}

/** A float of 32 bits has a smaller end. */
function clip(type: ScalarType, value: number): number {
  if (type === ScalarType.DOUBLE || !Number.isFinite(value)) return value;
  return Math.max(-3.4e38, Math.min(3.4e38, value));
}
