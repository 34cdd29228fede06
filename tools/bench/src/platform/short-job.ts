import {
  EvaluateClassifierRequest,
  TrainClassifierRequest,
} from '@polymath/contracts/polymath/compression/v1/compression';
import { Architecture } from '@polymath/contracts/polymath/compression/v1/network';
import type { Job } from '@polymath/contracts/polymath/jobs/v1/jobs';
import { outputOf, put, succeeded, type Clients } from '@polymath/e2e';

/** Makes jobs with a service, each a job of its own. */
export interface Submitter {
  readonly submit: () => Promise<Job>;
}

/** A table of two features and a class. */
function table(rows: number): Buffer {
  const lines = Array.from(
    { length: rows },
    (_, i) => `${i % 8},${i % 5},${i % 2 ? 'odd' : 'even'}`,
  );
  return Buffer.from(`a,b,class\n${lines.join('\n')}\n`);
}

/** The cheapest real job there is: a small perceptron judged on a table. It runs in an engine process as all do. */
export async function shortJobs(clients: Clients): Promise<Submitter> {
  const file = await put(clients, table(32), 'table.csv');
  const trained = await clients.compression.trainClassifier(
    TrainClassifierRequest.fromPartial({
      architecture: Architecture.ARCHITECTURE_MLP,
      ...{ trainingTable: { file }, epochs: 1, seed: 1n },
    }),
  );
  const job = await succeeded(clients, trained.job);
  const classifier = outputOf(job, 'classifier.safetensors');
  const request = EvaluateClassifierRequest.fromPartial({ classifier, table: { file } });
  return {
    submit: async () => (await clients.compression.evaluateClassifier(request)).job!,
  };
}

/** A job that runs for as long as a measurement needs, an hour or more, until it is cancelled. */
export async function longJob(clients: Clients): Promise<Job> {
  const file = await put(clients, table(4096), 'table.csv');
  const { job } = await clients.compression.trainClassifier(
    TrainClassifierRequest.fromPartial({
      architecture: Architecture.ARCHITECTURE_MLP,
      ...{ trainingTable: { file }, epochs: 1000, batchSize: 1, seed: 1n },
    }),
  );
  return job!;
}
