import { orDefault } from '@polymath/area/inputs';
import { BearingFault } from '@polymath/contracts/polymath/diagnosis/v1/envelope';
import {
  SimulateBearingRequest,
  SimulateBearingResponse,
} from '@polymath/contracts/polymath/diagnosis/v1/simulation';
import { DataType } from '@polymath/contracts/polymath/tensor/v1/tensor';
import { simulateBearing, simulationDefaults, type SimulatedFault } from '@polymath/diagnosis';
import type { EngineCall } from '@polymath/engine-host';

const faults: Partial<Record<BearingFault, SimulatedFault>> = {
  [BearingFault.BEARING_FAULT_OUTER_RACE]: 'outer-race',
  [BearingFault.BEARING_FAULT_INNER_RACE]: 'inner-race',
  [BearingFault.BEARING_FAULT_BALL]: 'ball',
};

/** The vibration of a bearing in a known condition. */
export const simulateBearingCall: EngineCall<SimulateBearingRequest> = {
  name: 'SimulateBearing',
  decode: (bytes) => SimulateBearingRequest.decode(bytes),
  inputs: () => [],
  handle: async function* ({ fault, severity, growth, bearing, seed, ...asked }) {
    const { samples, rpm } = simulateBearing({
      ...{ fault: faults[fault] ?? 'normal', severity, seed: Number(seed) },
      durationS: orDefault(asked.durationSeconds, simulationDefaults.durationS),
      sampleRateHz: orDefault(asked.sampleRateHz, simulationDefaults.sampleRateHz),
      rpm: orDefault(asked.rpm, simulationDefaults.rpm),
      ...(growth && { growth: { beginS: growth.beginSeconds, severity: growth.severity } }),
      ...(bearing && { bearing }),
    });
    const data = Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength);
    const dataType = DataType.DATA_TYPE_FLOAT32;
    const tensor = { dataType, shape: [BigInt(samples.length)], data };
    yield SimulateBearingResponse.encode({ samples: tensor, rpm }).finish();
  },
};
