import {
  TrainDiagnoserRequest,
  type DiagnoseResponse,
} from '@polymath/contracts/polymath/diagnosis/v1/diagnosis';
import {
  DiagnoseRequest,
  SampleBlock,
  StreamHeader,
} from '@polymath/contracts/polymath/diagnosis/v1/live';
import { Unit } from '@polymath/contracts/polymath/diagnosis/v1/recording';
import { simulateBearing, type SimulatedFault } from '@polymath/diagnosis';
import type { DiagnosisClients } from './clients.js';
import { outputOf, succeeded } from './jobs.fixture.js';
import { putMachines } from './machines.fixture.js';
import { startDiagnosis } from './platform.js';

type Fields = Parameters<typeof StreamHeader.fromPartial>[0];
type BlockFields = Parameters<typeof SampleBlock.fromPartial>[0];

/** Conditions that the diagnoser of {@link startLive} is taught. */
export const taught = ['normal', 'inner-race', 'outer-race'] as const;

/** Of streams and of the diagnoser, in Hz. */
export const sampleRateHz = 12_000;

/** The vibration of a machine at 1,797 turns a minute, in g. */
export const vibration = (fault: SimulatedFault, seed: number, durationS = 3): Float32Array =>
  simulateBearing({ severity: 1.4, sampleRateHz, fault, seed, durationS, rpm: 1797 }).samples;

/** The diagnosis service with a diagnoser, also under the name `pump`. */
export async function startLive() {
  const service = await startDiagnosis({ checkpointMs: 60_000 });
  const machines = taught.flatMap((fault) =>
    [1797, 1730].map((rpm, i) => ({ fault, rpm, seed: i + 1, durationS: 6 })),
  );
  const { job } = await service.diagnosis.trainDiagnoser(
    TrainDiagnoserRequest.fromPartial({
      recordings: await putMachines(service, machines),
      filters: { count: 48, length: 64, segments: 800, iterations: 30 },
      ...{ seed: 7n, options: { modelName: 'pump' } },
    }),
  );
  const diagnoser = outputOf(await succeeded(service, job), 'diagnoser.safetensors');
  return { service, diagnoser };
}

/** The header of a stream of the model `pump` in g at 12 kHz, but for some fields. */
export const header = (patch: Fields = {}): DiagnoseRequest => {
  const value = StreamHeader.fromPartial({
    ...{ machineId: 'pump 3', channelId: 'drive end', sampleRateHz: 12_000, unit: Unit.UNIT_G },
    diagnoser: { source: { $case: 'model', value: { name: 'pump' } } },
    ...patch,
  });
  return { part: { $case: 'header', value } };
};

/** A block of floats. */
export const block = (
  sequence: number,
  samples: Float32Array,
  patch: BlockFields = {},
): DiagnoseRequest => {
  const value = Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength);
  const floats = { samples: { $case: 'f32Le' as const, value }, sequence: BigInt(sequence) };
  return { part: { $case: 'block', value: SampleBlock.fromPartial({ ...floats, ...patch }) } };
};

/** A signal in blocks of a size. */
export function* blocks(samples: Float32Array, size: number): Generator<DiagnoseRequest> {
  for (let i = 0; i * size < samples.length; i++)
    yield block(i, samples.subarray(i * size, (i + 1) * size));
}

/** Messages as a client sends them. */
export async function* messages(
  ...parts: (DiagnoseRequest | Iterable<DiagnoseRequest>)[]
): AsyncGenerator<DiagnoseRequest> {
  for (const part of parts) yield* Symbol.iterator in part ? part : [part];
}

type Event = NonNullable<DiagnoseResponse['event']>;
type Kind = Event['$case'];
type ValueOf<Of extends Kind> = Extract<Event, { $case: Of }>['value'];

/** All events of a stream, by kind. */
export async function eventsOf(
  { diagnosis }: Pick<DiagnosisClients, 'diagnosis'>,
  requests: AsyncIterable<DiagnoseRequest>,
): Promise<{ all: Event[]; of: <Of extends Kind>(kind: Of) => ValueOf<Of>[] }> {
  const all: Event[] = [];
  for await (const { event } of diagnosis.diagnose(requests)) all.push(event!);
  const of = <Of extends Kind>(kind: Of) =>
    all.flatMap((event) => (event.$case === kind ? [event.value as ValueOf<Of>] : []));
  return { all, of };
}
