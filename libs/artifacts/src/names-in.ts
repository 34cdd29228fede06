/** The name of an artifact, wherever in a text; two may overlap, when a digit follows by chance. */
const name = /(?=([0-9a-f]{64}))/g;

/** Everything in the bytes of a message of any type that can be the name (SHA-256) of an artifact. */
export function namesIn(data: Uint8Array): string[] {
  const { buffer, byteOffset, length } = data;
  const text = Buffer.from(buffer, byteOffset, length).toString('latin1');
  return Array.from(text.matchAll(name), ([, found]) => found!);
}
