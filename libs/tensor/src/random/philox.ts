/**
 * One block of the counter-based generator Philox4x32-10 (Salmon, Moraes, Dror and Shaw 2011, "Parallel random numbers: as
 * easy as 1, 2, 3", section 3.3): ten rounds that mix a counter under a key. The same counter and key give the same words.
 * @param counter four 32-bit words, least significant first
 * @param key two 32-bit words
 * @param out receives four words, each uniform on 0 to 2^32 - 1
 */
export function philox4x32(counter: Uint32Array, key: Uint32Array, out: Uint32Array): void {
  let [c0, c1, c2, c3] = counter as unknown as [number, number, number, number];
  let [k0, k1] = key as unknown as [number, number];
  for (let round = 0; round < 10; round++) {
    const high0 = highWord(multiplier0, c0);
    const high1 = highWord(multiplier1, c2);
    const low0 = Math.imul(multiplier0, c0);
    const low1 = Math.imul(multiplier1, c2);
    c0 = (high1 ^ c1 ^ k0) >>> 0;
    c1 = low1;
    c2 = (high0 ^ c3 ^ k1) >>> 0;
    c3 = low0;
    k0 = (k0 + goldenRatio) | 0;
    k1 = (k1 + rootOfThree) | 0;
  }
  out[0] = c0;
  out[1] = c1;
  out[2] = c2;
  out[3] = c3;
}

// The constants of the paper: multipliers chosen for their mixing; fractions of the golden ratio and of sqrt(3) - 1.
const multiplier0 = 0xd2511f53;
const multiplier1 = 0xcd9e8d57;
const goldenRatio = 0x9e3779b9;
const rootOfThree = 0xbb67ae85;

/** The upper 32 bits of the 64-bit product, by halves: a double holds only 53 bits. */
function highWord(a: number, b: number): number {
  const aHigh = a >>> 16;
  const aLow = a & 0xffff;
  const bHigh = b >>> 16;
  const bLow = b & 0xffff;
  const middle = aHigh * bLow + Math.floor((aLow * bLow) / 65536);
  const carry = aLow * bHigh + (middle % 65536);
  return aHigh * bHigh + Math.floor(middle / 65536) + Math.floor(carry / 65536);
}
