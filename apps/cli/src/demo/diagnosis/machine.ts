import { BearingFault, type Bearing } from '@polymath/contracts/polymath/diagnosis/v1/envelope';
import type { DiagnosisBudget } from './budget.js';

/** A rolling bearing of the drive end of a motor of 1.5 kW, as at Case Western Reserve University: SKF 6205, in inches. */
export const bearing: Bearing = {
  rollingElements: 9,
  elementDiameter: 0.3126,
  pitchDiameter: 1.537,
  contactAngleDegrees: 0,
};

/** Samples a second of everything. */
export const sampleRateHz = 12_000;

/** Where the machine is listened to while its fault grows: the speed that calibrates nothing. */
export const operatingPoint = (rpm: number): string => `${rpm} rpm`;

/** The condition that grows. */
export const growingCondition = 'outer race';

/** What is recorded of the machine, before it is simulated. */
export interface Measurement {
  readonly name: string;
  readonly condition: string;
  readonly fault: BearingFault;
  readonly severity: number;
  readonly rpm: number;
  readonly seed: number;
  readonly seconds: number;
}

const faults: readonly (readonly [condition: string, fault: BearingFault])[] = [
  ['normal', BearingFault.BEARING_FAULT_UNSPECIFIED],
  ['ball', BearingFault.BEARING_FAULT_BALL],
  ['inner race', BearingFault.BEARING_FAULT_INNER_RACE],
  [growingCondition, BearingFault.BEARING_FAULT_OUTER_RACE],
];

/** The recordings that teach: each condition at each speed, as often as there are sizes of a fault. */
export function trainingPlan(budget: DiagnosisBudget, seed: number): Measurement[] {
  const { speedsRpm, severities, recordingSeconds: seconds } = budget;
  const plan = faults.flatMap(([condition, fault]) =>
    speedsRpm.flatMap((rpm) =>
      severities.map((size, i) => {
        const isHealthy = fault === BearingFault.BEARING_FAULT_UNSPECIFIED;
        const name = `${condition} ${isHealthy ? `no. ${i + 1}` : size} ${rpm} rpm`;
        const severity = isHealthy ? 0 : size;
        return { name, condition, fault, severity, rpm, seconds };
      }),
    ),
  );
  return plan.map((each, i) => ({ ...each, seed: 1000 * seed + i }));
}

/** The recordings of the healthy machine, at the speed it will be listened to. */
export function healthyPlan({ healthyRecordings, speedsRpm }: DiagnosisBudget, seed: number) {
  return Array.from({ length: healthyRecordings }, (_, i): Measurement => ({
    ...{ name: `healthy no. ${i + 1}`, condition: 'normal', severity: 0, rpm: speedsRpm[0]! },
    ...{ fault: BearingFault.BEARING_FAULT_UNSPECIFIED, seconds: 10, seed: 1000 * seed + 500 + i },
  }));
}

/** The machine that is listened to. */
export function growingPlan({ growth, speedsRpm }: DiagnosisBudget, seed: number): Measurement {
  return {
    ...{ name: 'growing fault', condition: growingCondition, severity: 0, rpm: speedsRpm[0]! },
    fault: BearingFault.BEARING_FAULT_OUTER_RACE,
    ...{ seconds: growth.seconds, seed: 1000 * seed + 900 },
  };
}
