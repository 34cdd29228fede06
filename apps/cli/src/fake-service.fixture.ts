import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { artifactHandlers, openArtifactStore } from '@polymath/artifacts';
import {
  ArtifactServiceService,
  type Artifact,
} from '@polymath/contracts/polymath/artifacts/v1/artifacts';
import {
  CompressionServiceService,
  PlanCompressionResponse,
  SampleGeneratorsResponse,
  type CompressClassifierRequest,
  type TrainClassifierRequest,
} from '@polymath/contracts/polymath/compression/v1/compression';
import {
  ListLayersResponse,
  type DistillRequest,
} from '@polymath/contracts/polymath/compression/v1/distillation';
import {
  ExplainJobResponse,
  HolderFacts_Answer,
  Job,
  JobCause,
  JobEvent,
  JobServiceService,
  JobState,
} from '@polymath/contracts/polymath/jobs/v1/jobs';
import { invalidFields, PolymathError } from '@polymath/errors';
import { createLogger, notFound, service, startServer, type Handlers } from '@polymath/service-kit';

/** A compression service that computes nothing: what it was asked for is kept, its one job ends as it is told to. */
export interface FakeService {
  readonly address: string;
  /** A folder of the test's own. */
  readonly folder: string;
  readonly trained: TrainClassifierRequest[];
  readonly compressed: CompressClassifierRequest[];
  readonly distilled: DistillRequest[];
  /** How the job ends; while undefined, it runs. */
  ending: JobState | undefined;
  /** Errors that the next submits answer, in order. */
  readonly refusals: PolymathError[];
  close(): Promise<void>;
}

/** The id of the fake's job. */
export const fakeJobId = 'job1';

type FakeState = Omit<FakeService, 'address' | 'close'>;

/** Starts one on a free port. */
export async function startFakeService(): Promise<FakeService> {
  const folder = mkdtempSync(join(tmpdir(), 'polymath-cli-'));
  const store = await openArtifactStore(join(folder, 'artifacts'));
  const description = { name: 'classifier.safetensors', mediaType: 'application/vnd.safetensors' };
  const output = await store.put(Buffer.from('weights'), description);
  const ending = JobState.JOB_STATE_SUCCEEDED;
  const asked = { trained: [], compressed: [], distilled: [] };
  const fake: FakeState = { folder, ...asked, refusals: [], ending };
  const services = [
    service(ArtifactServiceService, artifactHandlers(store)),
    service(JobServiceService, jobHandlers(fake, output)),
    service(CompressionServiceService, compressionHandlers(fake)),
  ];
  const log = createLogger('fake', 'silent');
  const server = await startServer({ address: '127.0.0.1:0', services, log });
  return Object.assign(fake, {
    address: `127.0.0.1:${server.port}`,
    close: async () => {
      await server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  });
}

function fakeJob(state: JobState, output?: Artifact): Job {
  return Job.fromPartial({
    ...{ id: fakeJobId, area: 'compression', kind: 'TrainClassifier', state },
    ...{ startTime: { seconds: 1000n }, createTime: { seconds: 1000n } },
    ...(output && { outputs: [output], metrics: { validationAccuracy: 0.9871 } }),
    reason: state === JobState.JOB_STATE_FAILED ? 'the file is broken' : '',
  });
}

const runningJob = () => fakeJob(JobState.JOB_STATE_RUNNING);

function jobHandlers(fake: FakeState, output: Artifact): Handlers<JobServiceService> {
  const find = async (id: string) => {
    if (id !== fakeJobId) throw notFound('job', id);
    return { job: runningJob() };
  };
  return {
    getJob: ({ jobId }) => find(jobId),
    listJobs: async () => ({ jobs: [runningJob()], nextPageToken: '' }),
    watchJob: async function* (_request, { signal }) {
      yield { event: stateEvent(runningJob()), resumeToken: '1' };
      yield { event: progressEvent(3n), resumeToken: '2' };
      if (fake.ending === undefined) await once(signal, 'abort');
      else yield { event: stateEvent(fakeJob(fake.ending, output)), resumeToken: '3' };
    },
    cancelJob: ({ jobId }) => find(jobId),
    retryJob: ({ jobId }) => find(jobId),
    explainJob: async ({ jobId }) => ({ ...explanation, ...(await find(jobId)) }),
  };
}

const explanation = ExplainJobResponse.fromPartial({
  cause: JobCause.JOB_CAUSE_RUNNING,
  sentence: 'It runs on worker w1.',
  holder: {
    answer: HolderFacts_Answer.ANSWER_HELD,
    lastSignTime: { seconds: 1002n },
    progress: { phase: 'train', step: 3n, steps: 10n },
    progressTime: { seconds: 1002n },
  },
});

function compressionHandlers(fake: FakeState): Handlers<CompressionServiceService> {
  const submit = async () => {
    const refusal = fake.refusals.shift();
    if (refusal) throw refusal;
    return { job: runningJob() };
  };
  return {
    trainClassifier: async (request) => {
      fake.trained.push(request);
      if (request.epochs === 0) throw invalidFields(emptyTraining);
      return submit();
    },
    compressClassifier: async (request) => {
      fake.compressed.push(request);
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
    planCompression: async () => plan,
    distill: async (request) => {
      fake.distilled.push(request);
      return submit();
    },
    trainEmbedding: submit,
    evaluateRetrieval: submit,
    listLayers: async () => layers,
  };
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

const layers = ListLayersResponse.fromPartial({
  layers: [{ name: 'conv1', kind: 'conv2d', outputShape: [32, 32, 16], parameters: 432n }],
});

/** Writes a file into a folder; gives its path. */
export function writeTestFile(folder: string, name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}
