import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { artifactHandlers, openArtifactStore } from '@polymath/artifacts';
import { ArtifactServiceService } from '@polymath/contracts/polymath/artifacts/v1/artifacts';
import {
  CompressionServiceService,
  PlanCompressionResponse,
  SampleGeneratorsResponse,
  type CompressClassifierRequest,
  type TrainClassifierRequest,
} from '@polymath/contracts/polymath/compression/v1/compression';
import {
  Job,
  JobEvent,
  JobServiceService,
  JobState,
} from '@polymath/contracts/polymath/jobs/v1/jobs';
import { invalidFields, PolymathError } from '@polymath/errors';
import { createLogger, notFound, service, startServer } from '@polymath/service-kit';

/** A compression service that computes nothing: what it was asked for is kept, its one job ends as it is told to. */
export interface FakeService {
  readonly address: string;
  /** A folder of the test's own. */
  readonly folder: string;
  readonly trained: TrainClassifierRequest[];
  readonly compressed: CompressClassifierRequest[];
  /** How the job ends; while undefined, it runs. */
  ending: JobState | undefined;
  /** Errors that the next submits answer, in order. */
  readonly refusals: PolymathError[];
  close(): Promise<void>;
}

/** The id of the fake's job. */
export const fakeJobId = 'job1';

/** Starts one on a free port. */
export async function startFakeService(): Promise<FakeService> {
  const folder = mkdtempSync(join(tmpdir(), 'polymath-cli-'));
  const store = await openArtifactStore(join(folder, 'artifacts'));
  const output = await store.put(Buffer.from('weights'), {
    name: 'classifier.safetensors',
    mediaType: 'application/vnd.safetensors',
  });
  const trained: TrainClassifierRequest[] = [];
  const compressed: CompressClassifierRequest[] = [];
  const fake = { folder, trained, compressed, refusals: [] as PolymathError[] };
  const state: Pick<FakeService, 'ending'> = { ending: JobState.JOB_STATE_SUCCEEDED };
  const job = (jobState = JobState.JOB_STATE_RUNNING): Job =>
    Job.fromPartial({
      ...{ id: fakeJobId, area: 'compression', kind: 'TrainClassifier', state: jobState },
      ...{ startTime: { seconds: 1000n }, createTime: { seconds: 1000n } },
      ...(jobState === JobState.JOB_STATE_SUCCEEDED && {
        ...{ outputs: [output], metrics: { validationAccuracy: 0.9871 } },
      }),
      reason: jobState === JobState.JOB_STATE_FAILED ? 'the file is broken' : '',
    });
  const find = (id: string) => {
    if (id !== fakeJobId) throw notFound('job', id);
    return Promise.resolve({ job: job() });
  };
  const submit = () => {
    const refusal = fake.refusals.shift();
    if (refusal) throw refusal;
    return Promise.resolve({ job: job() });
  };
  const services = [
    service(ArtifactServiceService, artifactHandlers(store)),
    service(JobServiceService, {
      getJob: ({ jobId }) => find(jobId),
      listJobs: async () => ({ jobs: [job()], nextPageToken: '' }),
      watchJob: async function* (_request, { signal }) {
        yield { event: stateEvent(job()), resumeToken: '1' };
        yield { event: progressEvent(3n), resumeToken: '2' };
        if (state.ending === undefined) {
          await new Promise((resolve) => signal.addEventListener('abort', resolve));
          return;
        }
        yield { event: stateEvent(job(state.ending)), resumeToken: '3' };
      },
      cancelJob: ({ jobId }) => find(jobId),
      retryJob: ({ jobId }) => find(jobId),
    }),
    service(CompressionServiceService, {
      trainClassifier: async (request) => {
        trained.push(request);
        if (request.epochs === 0) throw invalidFields(emptyTraining);
        return submit();
      },
      compressClassifier: async (request) => {
        compressed.push(request);
        return submit();
      },
      extractKnowledge: submit,
      evaluateClassifier: submit,
      sampleGenerators: async function* () {
        for (const generator of [0, 1]) {
          const samples = { $case: 'png' as const, value: Buffer.from([generator]) };
          yield SampleGeneratorsResponse.fromPartial({ generator, samples });
        }
      },
      planCompression: () => Promise.resolve(plan),
    }),
  ];
  const log = createLogger('fake', 'silent');
  const server = await startServer({ address: '127.0.0.1:0', services, log });
  return Object.assign(state, fake, {
    address: `127.0.0.1:${server.port}`,
    close: async () => {
      await server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  });
}

const emptyTraining = [
  {
    field: 'training.images.sha256',
    description: 'must be 64 lower-case hexadecimal digits, got ""',
  },
  { field: 'epochs', description: 'must be from 1 to 1000, got 0' },
];

const stateEvent = (job: Job) => JobEvent.fromPartial({ event: { $case: 'state', value: job } });

const progressEvent = (step: bigint) =>
  JobEvent.fromPartial({
    time: { seconds: 1002n },
    event: {
      $case: 'progress',
      value: { phase: 'train', step, steps: 10n, metrics: { loss: 0.5 } },
    },
  });

const plan = PlanCompressionResponse.fromPartial({
  plan: {
    layers: [
      {
        ...{ layer: 'conv3', kind: 'conv2d', ranks: { input: 5, output: 8 }, relativeError: 0.25 },
        original: { parameters: 48_120n, multiplyAdds: 48_000n, sizeBytes: 192_480n },
        compressed: { parameters: 2160n, multiplyAdds: 2000n, sizeBytes: 8640n },
      },
    ],
    original: { parameters: 61_706n, multiplyAdds: 416_520n, sizeBytes: 246_824n },
    compressed: { parameters: 15_746n, multiplyAdds: 370_520n, sizeBytes: 62_984n },
  },
});

/** Writes a file into a folder; gives its path. */
export function writeTestFile(folder: string, name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}
