import {
  ExtractKnowledgeRequest,
  TrainClassifierRequest,
} from '@polymath/contracts/polymath/compression/v1/compression';
import { Architecture } from '@polymath/contracts/polymath/compression/v1/network';
import { TrainDiagnoserRequest } from '@polymath/contracts/polymath/diagnosis/v1/diagnosis';
import type { Job } from '@polymath/contracts/polymath/jobs/v1/jobs';
import {
  outputOf,
  patterns,
  putImages,
  putMachines,
  succeeded,
  type Clients,
  type DiagnosisClients,
  type SharedClients,
} from '@polymath/e2e';
import { smallTraining } from '../valid/diagnosis.js';
import type { AreaWorld, Inputs } from './world.js';

/** The name of the model that each area serves. */
export const model = 'served';
const options = { modelName: model };

type Prepared = Pick<AreaWorld, 'jobs' | 'file'> & { inputs: Partial<Inputs> };

/** Real jobs of the compression service, and what they leave. */
export async function prepareCompression(clients: Clients): Promise<Prepared> {
  const { compression } = clients;
  const images = await putImages(clients, patterns(24, 1));
  const architecture = Architecture.ARCHITECTURE_LENET5;
  const training = { architecture, training: images, epochs: 1, batchSize: 8 };
  const request = TrainClassifierRequest.fromPartial({ ...training, options });
  const trained = await succeeded(clients, (await compression.trainClassifier(request)).job);
  const classifier = outputOf(trained, 'classifier.safetensors');
  const size = { generators: 1, epochs: 1, batchesPerEpoch: 1, batchSize: 8 };
  const extraction = ExtractKnowledgeRequest.fromPartial({ teacher: classifier, ...size });
  const extracted = await succeeded(clients, (await compression.extractKnowledge(extraction)).job);
  const generators = outputOf(extracted, 'generators.safetensors');
  const again = TrainClassifierRequest.fromPartial({ ...training, epochs: 500 });
  const cancelled = await cancel(clients, (await compression.trainClassifier(again)).job!);
  return {
    inputs: { images, classifier, generators },
    jobs: { succeeded: trained.id, cancelled },
    file: { sha256: classifier.sha256, kind: 'classifier' },
  };
}

/** Real jobs of the diagnosis service, and what they leave. */
export async function prepareDiagnosis(clients: DiagnosisClients): Promise<Prepared> {
  const machine = { rpm: 1797, durationS: 1 };
  const recordings = await putMachines(clients, [
    { ...machine, fault: 'normal', seed: 1 },
    { ...machine, fault: 'inner-race', seed: 2 },
  ]);
  const small = smallTraining({ recordings });
  const request = TrainDiagnoserRequest.fromPartial({ ...small, options });
  const trained = await succeeded(clients, (await clients.diagnosis.trainDiagnoser(request)).job);
  const diagnoser = outputOf(trained, 'diagnoser.safetensors');
  const again = TrainDiagnoserRequest.fromPartial({ ...small, recognizerIterations: 10_000 });
  const cancelled = await cancel(clients, (await clients.diagnosis.trainDiagnoser(again)).job!);
  return {
    inputs: { recordings, diagnoser },
    jobs: { succeeded: trained.id, cancelled },
    file: { sha256: diagnoser.sha256, kind: 'diagnoser' },
  };
}

/** Cancels a job and waits for its end; gives its id. */
async function cancel({ jobs }: SharedClients, { id: jobId }: Job): Promise<string> {
  await jobs.cancelJob({ jobId });
  const watched = jobs.watchJob({ jobId, resumeToken: '' });
  while (!(await watched.next()).done);
  return jobId;
}
