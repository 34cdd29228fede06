import type { RandomStream } from '@polymath/tensor';
import type { BearingOrders } from '../bearing/index.js';
import type { BearingSimulation } from './config.js';
import { gaussian, uniform } from './random.js';

/** A blow: when, in seconds, and how strong. */
export interface Impact {
  timeS: number;
  amplitude: number;
}

/** Spread of the blows' strength, as a share. */
const unevenness = 0.1;

/** Above this size a second blow follows, from the far edge of the spall. */
const wideSeverity = 1.5;

/**
 * Blows of a fault: T_{i+1} = T_i + (1 + s·g) / f_c, each as strong as severity · m(T) · (1 + 0.1·g), m being how hard the part is pressed where
 * the fault is at that time.
 */
export function impactsOf(
  simulation: BearingSimulation,
  { orders, shaftHz }: { orders: BearingOrders; shaftHz: number },
  random: RandomStream,
): Impact[] {
  const { fault, slip, durationS } = simulation;
  if (fault === 'normal') return [];
  const rateHz =
    shaftHz *
    { ball: orders.ball, 'inner-race': orders.innerRace, 'outer-race': orders.outerRace }[fault];
  const turnHz = shaftHz * { ball: orders.cage, 'inner-race': 1, 'outer-race': 0 }[fault];
  const phase = 2 * Math.PI * uniform(random);
  const impacts: Impact[] = [];
  let strikes = 0;
  for (let timeS = uniform(random) / rateHz; timeS < durationS; strikes++) {
    const pressed = fault === 'outer-race' ? 1 : load(2 * Math.PI * turnHz * timeS + phase);
    // A ball strikes both races in turn.
    const race = fault === 'ball' && strikes % 2 === 1 ? 0.7 : 1;
    const severity = severityAt(simulation, timeS);
    const amplitude = severity * pressed * race * (1 + unevenness * gaussian(random));
    impacts.push({ timeS, amplitude });
    if (severity > wideSeverity)
      impacts.push({ timeS: timeS + 0.0006 * severity, amplitude: 0.6 * amplitude });
    timeS += (1 + slip * gaussian(random)) / rateHz;
  }
  return impacts;
}

/** The size of the fault at a time, in seconds from the beginning of the record. */
export function severityAt(
  { severity, growth, durationS }: Pick<BearingSimulation, 'severity' | 'growth' | 'durationS'>,
  timeS: number,
): number {
  if (!growth || timeS <= growth.beginS) return severity;
  return severity + (growth.severity - severity) * ((timeS - growth.beginS) / (durationS - growth.beginS)); // prettier-ignore
}

/** Stribeck's load at an angle from the load zone's middle, max(0, 1 - (1 - cos θ) / (2ε))^1.5 with ε = 0.5, and a rest of 0.05. */
const load = (angle: number) => Math.max(0, 1 - (1 - Math.cos(angle))) ** 1.5 + 0.05;
