import type { Artifact } from '@polymath/contracts/polymath/artifacts/v1/artifacts';
import type { LabelledImages } from '@polymath/contracts/polymath/compression/v1/network';
import { JobState, type Job, type JobEvent } from '@polymath/contracts/polymath/jobs/v1/jobs';
import type { SharedClients } from './clients.js';
import type { Patterns } from './patterns.fixture.js';

/** Stores a content as an artifact. */
export async function put(
  { artifacts }: Pick<SharedClients, 'artifacts'>,
  content: Uint8Array,
  name = 'input',
): Promise<Artifact> {
  async function* parts() {
    const header = { name, mediaType: '', sha256: '' };
    yield { part: { $case: 'header' as const, value: header } };
    yield { part: { $case: 'chunk' as const, value: Buffer.from(content) } };
  }
  const { artifact } = await artifacts.upload(parts());
  return artifact!;
}

/** Stores labelled images. */
export async function putImages(
  clients: Pick<SharedClients, 'artifacts'>,
  { images, labels }: Patterns,
): Promise<LabelledImages> {
  return {
    images: await put(clients, images, 'images.idx'),
    labels: await put(clients, labels, 'labels.idx'),
    ...{ resizeHeight: 0, resizeWidth: 0, mean: [], standardDeviation: [], first: 0, count: 0 },
    dataSet: undefined,
  };
}

/** The content of an artifact. */
export async function get(
  { artifacts }: Pick<SharedClients, 'artifacts'>,
  { sha256 }: Artifact,
): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const { part } of artifacts.download({ sha256, offsetBytes: 0n })) {
    if (part?.$case === 'chunk') chunks.push(part.value);
  }
  return Buffer.concat(chunks);
}

/** Follows a job to its end; told of each event on the way. */
export async function ended(
  { jobs }: Pick<SharedClients, 'jobs'>,
  job: Job | undefined,
  onEvent: (event: JobEvent) => unknown = () => undefined,
): Promise<Job> {
  let last = job!;
  for await (const { event } of jobs.watchJob({ jobId: last.id, resumeToken: '' })) {
    if (event?.event?.$case === 'state') last = event.event.value;
    if (event) await onEvent(event);
  }
  return last;
}

/** Follows a job that must succeed. */
export async function succeeded(...call: Parameters<typeof ended>): Promise<Job> {
  const job = await ended(...call);
  if (job.state === JobState.JOB_STATE_SUCCEEDED) return job;
  const errors = job.errors.map(({ message }) => message);
  throw new Error(`${job.kind} ended ${JobState[job.state]}: ${job.reason} ${errors.join('; ')}`);
}

/** The output of a job that has a name. */
export function outputOf({ outputs }: Job, name: string): Artifact {
  const found = outputs.find((output) => output.name === name);
  if (found) return found;
  throw new Error(`no output ${name}, only ${outputs.map((output) => output.name).join(', ')}`);
}

/** Everything that a job leaves but its page: its outputs, and the last state with optimiser, random streams and curves, by SHA-256. */
export const remains = ({ outputs, checkpoint }: Job) => ({
  outputs: outputs
    .filter(({ name }) => name !== 'report.html')
    .map(({ name, sha256 }) => ({ name, sha256 })),
  state: checkpoint!.artifact!.sha256,
});

/** The page of a job, with all its curves, without the times that were measured. */
export async function pageOf(clients: Pick<SharedClients, 'artifacts'>, job: Job): Promise<string> {
  const page = (await get(clients, outputOf(job, 'report.html'))).toString();
  return page.replaceAll(/<td class="[^"]*measured">[^<]*/g, '<td class="measured">');
}
