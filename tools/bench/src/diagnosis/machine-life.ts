import { simulateBearing, type Rows, type SimulatedFault } from '@polymath/diagnosis';

/** Operating points: speed in rpm and the noise of the machine, which grows with the load by 5 % each. */
export const loads = [1797, 1772, 1750, 1730].map((rpm, hp) => ({
  rpm,
  noise: 0.05 * 1.05 ** hp,
}));

/** Samples of a window at 12 kHz. */
const length = 1200;

/** One window each second of a healthy machine: each has a speed of its own, off by 0.2 % (one standard deviation), and its own noise and phases. */
export const healthyLife = (seconds: number, loadOf: (second: number) => number, seed: number) =>
  lifeOf(seconds, (second) => ({ fault: 'normal', severity: 0, load: loadOf(second) }), seed);

/** The same at 0 hp with a fault whose severity grows from 0 to `last` in a straight line. */
export const faultyLife = (
  fault: SimulatedFault,
  { seconds, last }: { seconds: number; last: number },
  seed: number,
) => lifeOf(seconds, (second) => ({ fault, severity: (last * second) / seconds, load: 0 }), seed);

function lifeOf(
  seconds: number,
  at: (second: number) => { fault: SimulatedFault; severity: number; load: number },
  seed: number,
): Rows {
  const values = new Float32Array(seconds * length);
  for (let second = 0; second < seconds; second++) {
    const { load, ...fault } = at(second);
    const own = { ...loads[load]!, durationS: length / 12_000, seed: seed * 1_000_000 + second };
    values.set(simulateBearing({ ...fault, ...own }).samples, second * length);
  }
  return { count: seconds, length, values };
}
