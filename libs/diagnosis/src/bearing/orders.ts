import { badCounts, badPositives, badUnless, refuse } from '../checks.js';

/** A rolling bearing whose inner race turns with the shaft; both diameters in one unit. */
export interface BearingGeometry {
  /** n, >= 1 */
  rollingElements: number;
  /** d */
  elementDiameter: number;
  /** D, of the circle of the elements' centres; > d */
  pitchDiameter: number;
  /** φ, 0 unless given */
  contactAngleDegrees?: number;
}

/** Kinds of faults that have a rate of their own. */
export type BearingFault = 'outer-race' | 'inner-race' | 'ball' | 'cage';

/** Rates in orders: multiples of the shaft's rotation. */
export interface BearingOrders {
  /** FTF = (1 - r) / 2, with r = d/D · cos φ */
  cage: number;
  /** BPFO = n·(1 - r) / 2 */
  outerRace: number;
  /** BPFI = n·(1 + r) / 2 */
  innerRace: number;
  /** BSF = D/(2d) · (1 - r²): rotations of an element */
  spin: number;
  /** 2·BSF: a fault of an element strikes both races. */
  ball: number;
}

/** SKF 6205-2RS JEM, the drive-end bearing of the CWRU rig; in inches. */
export const skf6205: BearingGeometry = {
  rollingElements: 9,
  elementDiameter: 0.3126,
  pitchDiameter: 1.537,
};

/**
 * The rates at which a bearing's parts pass each other (e.g. Randall and Antoni, MSSP 25, 2011, table 1).
 * @throws invalid-input that names every bad dimension
 */
export function bearingOrders(geometry: BearingGeometry): BearingOrders {
  const {
    rollingElements: n,
    elementDiameter: d,
    pitchDiameter: D,
    contactAngleDegrees = 0,
  } = geometry;
  refuse(
    badCounts({ rollingElements: n }),
    badPositives({ elementDiameter: d, pitchDiameter: D }),
    badUnless(!(D <= d), 'pitchDiameter', `must be above the elementDiameter ${d}, got ${D}`),
    badUnless(
      Math.abs(contactAngleDegrees) < 90,
      'contactAngleDegrees',
      `must lie between -90 and 90, got ${contactAngleDegrees}`,
    ),
  );
  const r = (d / D) * Math.cos((contactAngleDegrees * Math.PI) / 180);
  const spin = (D / (2 * d)) * (1 - r * r);
  return {
    cage: (1 - r) / 2,
    outerRace: (n * (1 - r)) / 2,
    innerRace: (n * (1 + r)) / 2,
    spin,
    ball: 2 * spin,
  };
}

/** The rate of a kind of fault, in orders. */
export function faultOrder(orders: BearingOrders, fault: BearingFault): number {
  return {
    'outer-race': orders.outerRace,
    'inner-race': orders.innerRace,
    ball: orders.ball,
    cage: orders.cage,
  }[fault];
}
