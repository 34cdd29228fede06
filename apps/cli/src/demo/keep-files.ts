import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Artifact } from '@polymath/contracts/polymath/artifacts/v1/artifacts';
import { SampleFormat } from '@polymath/contracts/polymath/compression/v1/compression';
import { download } from '../transfers.js';
import { outputOf } from './job-results.js';
import { besideEachOther } from './picture.js';
import { kegNetName } from './report.js';
import type { DemoParts, Student } from './steps.js';

/** What is kept of a demo. */
export interface Keepsakes {
  readonly generators: Artifact;
  readonly students: readonly Student[];
  /** The comparison, as text. */
  readonly table: string;
}

/** Saves the KegNet student, the generators, the extracted images and the table; gives the names of the files. */
export async function keepFiles(
  parts: DemoParts,
  { generators, students, table }: Keepsakes,
): Promise<string[]> {
  const { clients, terminal, signal, folder } = parts;
  mkdirSync(folder, { recursive: true });
  const { job } = students.find(({ name }) => name === kegNetName)!;
  const artifacts = [
    outputOf(job, 'student.onnx'),
    outputOf(job, 'student.safetensors'),
    outputOf(job, 'plan.json'),
    generators,
  ];
  const transfer = { artifacts: clients.artifacts, terminal, signal };
  for (const artifact of artifacts) {
    await download(transfer, artifact, join(folder, artifact.name));
  }
  writeFileSync(join(folder, 'extracted-images.png'), await picture(parts, generators));
  writeFileSync(join(folder, 'comparison.txt'), `${table}\n`);
  return [...artifacts.map(({ name }) => name), 'extracted-images.png', 'comparison.txt'];
}

/** What the generators make of each class, one row a class, one block a generator. */
async function picture({ compression, signal, seed }: DemoParts, generators: Artifact) {
  const request = {
    ...{ generators, classes: undefined, samplesPerRow: 10, seed: BigInt(seed) },
    format: SampleFormat.SAMPLE_FORMAT_PNG,
  };
  const grids: Uint8Array[] = [];
  for await (const { samples } of compression.sampleGenerators(request, { signal })) {
    if (samples?.$case === 'png') grids.push(samples.value);
  }
  return besideEachOther(grids);
}
