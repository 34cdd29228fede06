/** Digits of a SHA-256 in hexadecimal. */
const digits = 64;

/** By byte: whether it is one of 0-9 and a-f. */
const isDigit = Uint8Array.from({ length: 256 }, (_, byte) =>
  /[0-9a-f]/.test(String.fromCharCode(byte)) ? 1 : 0,
);

/**
 * Everything in the bytes of a message of any type that can be the name (SHA-256) of an artifact; two may overlap, when a digit
 * stands beside a name by chance. Looks at the last byte of each window first and skips behind what is no digit, as Boyer and
 * Moore (1977) search: of bytes that hold no name it sees a part alone.
 */
export function namesIn(data: Uint8Array): string[] {
  const names: string[] = [];
  let end = digits;
  while (end <= data.length) {
    const start = end - digits;
    let at = end - 1;
    while (at >= start && isDigit[data[at]!]) at--;
    if (at >= start) {
      end = at + 1 + digits;
      continue;
    }
    // Each further digit ends another one.
    do names.push(textOf(data, end - digits));
    while (end < data.length && isDigit[data[end++]!]);
    end += digits;
  }
  return names;
}

function textOf({ buffer, byteOffset }: Uint8Array, start: number): string {
  return Buffer.from(buffer, byteOffset + start, digits).toString('latin1');
}
