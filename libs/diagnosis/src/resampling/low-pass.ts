/** A windowed-sinc low-pass filter of linear phase. */
export interface LowPass {
  /** Taps on either side of the middle one. */
  half: number;
  /** Symmetric, sum 1: [2 · half + 1] */
  taps: Float64Array;
}

/** Attenuation of what would be folded into the pass band, in dB. */
const attenuationDb = 80;

/** β of Kaiser's window for an attenuation above 50 dB (Kaiser 1974). */
const beta = 0.1102 * (attenuationDb - 8.7);

/**
 * A filter that passes up to `pass` and stops from `stop` on by 80 dB, by Kaiser's window.
 * @param pass in cycles a sample, below `stop`
 * @param stop in cycles a sample, at most 0.5
 */
export function lowPass(pass: number, stop: number): LowPass {
  const width = 2 * Math.PI * (stop - pass);
  const half = Math.ceil((attenuationDb - 7.95) / (2.285 * width) / 2);
  const cutoff = pass + stop; // twice the middle of the transition
  const taps = Float64Array.from({ length: 2 * half + 1 }, (_, i) => {
    const t = i - half;
    return sinc(cutoff * t) * bessel(beta * Math.sqrt(1 - (t / half) ** 2));
  });
  const sum = taps.reduce((total, tap) => total + tap, 0);
  return { half, taps: taps.map((tap) => tap / sum) };
}

const sinc = (x: number) => (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x));

/** The modified Bessel function of the first kind and order 0, by its power series. */
function bessel(x: number): number {
  let [sum, term] = [1, 1];
  for (let k = 1; term > sum * Number.EPSILON; k++) {
    term *= (x / 2 / k) ** 2;
    sum += term;
  }
  return sum;
}
