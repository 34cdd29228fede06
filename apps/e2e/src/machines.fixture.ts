import type { LabelledRecording } from '@polymath/contracts/polymath/diagnosis/v1/recording';
import { Unit } from '@polymath/contracts/polymath/diagnosis/v1/recording';
import { simulateBearing, type SimulatedFault } from '@polymath/diagnosis';
import type { SharedClients } from './clients.js';
import { put } from './jobs.fixture.js';

const sampleRateHz = 12_000;

/** What is simulated; `load` names the speed. */
export interface Machine {
  fault: SimulatedFault;
  rpm: number;
  seed: number;
  durationS: number;
}

/** A machine's vibration in g as a WAV file of floating point, and its own speed. */
export function wavOf(machine: Machine): { wav: Buffer; rpm: number } {
  const { samples, rpm } = simulateBearing({ severity: 1.4, sampleRateHz, ...machine });
  return { wav: floatWav(samples), rpm };
}

/** Simulated machines as labelled recordings, stored. */
export function putMachines(
  clients: Pick<SharedClients, 'artifacts'>,
  machines: readonly Machine[],
): Promise<LabelledRecording[]> {
  return Promise.all(
    machines.map(async (machine): Promise<LabelledRecording> => {
      const { fault, rpm } = machine;
      const name = `${fault} ${rpm}`;
      const made = wavOf(machine);
      return {
        recording: {
          file: await put(clients, made.wav, `${name}.wav`),
          format: { $case: 'wav', value: { channel: 0, fullScale: 0 } },
          ...{ sampleRateHz: 0, unit: Unit.UNIT_G, rpm: made.rpm },
        },
        ...{ condition: fault, fault: '', severity: '', load: `${rpm} rpm`, name },
      };
    }),
  );
}

/** A WAV file of one channel of 32-bit floating point. */
function floatWav(samples: Float32Array): Buffer {
  const header = Buffer.alloc(44);
  header.write('RIFF', 0);
  header.writeUInt32LE(36 + samples.byteLength, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(3, 20); // floating point
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(sampleRateHz, 24);
  header.writeUInt32LE(4 * sampleRateHz, 28);
  header.writeUInt16LE(4, 32);
  header.writeUInt16LE(32, 34);
  header.write('data', 36);
  header.writeUInt32LE(samples.byteLength, 40);
  return Buffer.concat([header, Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength)]); // prettier-ignore
}
