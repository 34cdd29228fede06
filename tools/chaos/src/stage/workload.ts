import type { Artifact } from '@polymath/contracts/polymath/artifacts/v1/artifacts';
import {
  CompressClassifierRequest,
  ExtractKnowledgeRequest,
  Noise_Distribution,
  TrainClassifierRequest,
} from '@polymath/contracts/polymath/compression/v1/compression';
import {
  Architecture,
  type LabelledImages,
} from '@polymath/contracts/polymath/compression/v1/network';
import type { Job } from '@polymath/contracts/polymath/jobs/v1/jobs';
import { patterns, put, putImages, type Clients } from '@polymath/e2e';
import type { CallOptions } from '@polymath/service-kit';

/** What the jobs work on, as stored with a service. */
export interface Inputs {
  images: LabelledImages;
  teacher: Artifact;
}

/** What answers a submission. */
export type Submitted = Promise<{ job?: Job | undefined }>;

/** One request for a job, to be sent to any service, again and again under the same request id. */
export type Submit = (
  { compression }: Pick<Clients, 'compression'>,
  inputs: Inputs,
  how: { requestId: string; options?: CallOptions },
) => Submitted;

/** The different jobs of a run by name: each kind with two seeds, a few seconds each. */
export const specs: ReadonlyMap<string, Submit> = new Map(
  [1n, 2n].flatMap((seed): [string, Submit][] => [
    [`train ${seed}`, train(seed)],
    [`extract ${seed}`, extract(seed)],
    [`compress ${seed}`, compress(seed)],
  ]),
);

/** Trains the teacher of the jobs that need one. */
export const trainTeacher = train(0n);

/** Stores what the jobs work on. */
export async function putInputs(clients: Clients, teacher: Uint8Array): Promise<Inputs> {
  const images = await putImages(clients, patterns(480, 1));
  return { images, teacher: await put(clients, teacher, 'teacher.safetensors') };
}

function train(seed: bigint): Submit {
  return ({ compression }, { images }, { requestId, options }) =>
    compression.trainClassifier(
      TrainClassifierRequest.fromPartial({
        ...{ options: { requestId }, training: images, seed },
        architecture: Architecture.ARCHITECTURE_LENET5,
        ...{ epochs: 8, batchSize: 16 },
      }),
      options,
    );
}

function extract(seed: bigint): Submit {
  return ({ compression }, { teacher }, { requestId, options }) =>
    compression.extractKnowledge(
      ExtractKnowledgeRequest.fromPartial({
        ...{ options: { requestId }, teacher, seed },
        ...{ generators: 2, epochs: 2, batchesPerEpoch: 20, batchSize: 16, beta: 1 },
      }),
      options,
    );
}

function compress(seed: bigint): Submit {
  const distribution = Noise_Distribution.DISTRIBUTION_UNIFORM;
  return ({ compression }, { teacher }, { requestId, options }) =>
    compression.compressClassifier(
      CompressClassifierRequest.fromPartial({
        ...{ options: { requestId }, teacher, seed },
        layers: [{ layer: 'conv2', ranks: { $case: 'fixed', value: { input: 4, output: 8 } } }],
        fineTuning: {
          source: { $case: 'noise', value: { distribution } },
          ...{ samples: 2000, epochs: 2, batchSize: 64, learningRate: 1e-3 },
        },
      }),
      options,
    );
}
