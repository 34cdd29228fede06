import type { Job, JobEvent } from '@polymath/contracts/polymath/jobs/v1/jobs';
import { get, outputOf, succeeded } from '@polymath/e2e';
import type { Undisturbed } from './history/history.js';
import { openStage, type Stage } from './stage/stage.js';
import { putInputs, specs, trainTeacher } from './stage/workload.js';

/** What runs are compared with. */
export interface Reference {
  /** The classifier that jobs learn from: the safetensors file. */
  teacher: Uint8Array;
  /** By name of the spec. */
  undisturbed: ReadonlyMap<string, Undisturbed>;
}

/** Trains the teacher and runs each of the specs once while nobody disturbs them. */
export async function runUndisturbed(): Promise<Reference> {
  const stage = await openStage({ cluster: false, services: 2 });
  try {
    const clients = stage.seats[0]!.service!;
    const before = await putInputs(clients, Buffer.alloc(0));
    const { job } = await trainTeacher(clients, before, { requestId: 'teacher' });
    const trained = await succeeded(clients, job);
    const teacher = await get(clients, outputOf(trained, 'classifier.safetensors'));
    return { teacher, undisturbed: await runSpecs(stage, teacher) };
  } finally {
    await stage.close(false);
  }
}

async function runSpecs(stage: Stage, teacher: Uint8Array): Promise<Map<string, Undisturbed>> {
  const clients = stage.seats[0]!.service!;
  const inputs = await putInputs(clients, teacher);
  const jobs = [...specs].map(async ([name, submit]) => {
    const { job } = await submit(clients, inputs, { requestId: name });
    await succeeded(clients, job);
    return [job!.id, name] as const;
  });
  const accepted = new Map(await Promise.all(jobs));
  const { records, events } = await stage.history(accepted);
  return new Map(
    [...accepted].map(([id, name]) => {
      const record = records.find((found) => found.id === id)!;
      return [name, toUndisturbed(record, events)];
    }),
  );
}

function toUndisturbed({ id, outputs }: Job, events: readonly JobEvent[]): Undisturbed {
  const phases = events
    .filter(({ jobId }) => jobId === id)
    .flatMap(({ event }) => (event?.$case === 'progress' ? [event.value.phase] : []));
  return {
    outputs: Object.fromEntries(outputs.map(({ name, sha256 }) => [name, sha256])),
    phases: [...new Set(phases)],
  };
}
