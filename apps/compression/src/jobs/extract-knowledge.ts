import { writeFileSync } from 'node:fs';
import {
  encodeGenerators,
  generatorQuality,
  kegNetDefaults,
  trainGenerators,
  type KegNetConfig,
} from '@polymath/compression';
import {
  ExtractKnowledgeRequest,
  TeacherMode,
} from '@polymath/contracts/polymath/compression/v1/compression';
import { withReport } from '@polymath/area/report';
import { readClassifier } from '../inputs/classifier-file.js';
import { orDefault } from '@polymath/area/inputs';
import { extractKnowledgeReport } from '../reports/extract-knowledge.js';
import { withNetworks } from './with-networks.js';

/** Learns generators from a classifier alone; gives `generators.safetensors`. */
export const extractKnowledgeJob = withReport<ExtractKnowledgeRequest>({
  kind: 'ExtractKnowledge',
  decode: (bytes) => ExtractKnowledgeRequest.decode(bytes),
  inputs: ({ teacher }) => (teacher ? [teacher] : []),
  open: (spec, files) => {
    const teacher = readClassifier(files, spec.teacher);
    const config = configOf(spec);
    const training = trainGenerators(config, teacher);
    return {
      training: withNetworks(training, teacher),
      finish: async () => {
        const path = files.output('generators.safetensors', 'application/vnd.safetensors');
        writeFileSync(path, encodeGenerators(training.pairs));
        const quality = generatorQuality(training.pairs, teacher, config);
        const report = await extractKnowledgeReport(spec, config, training.pairs, quality);
        return { metrics: { ...quality }, report };
      },
    };
  },
});

function configOf(spec: ExtractKnowledgeRequest): KegNetConfig {
  const running = spec.teacherMode === TeacherMode.TEACHER_MODE_RUNNING_STATISTICS;
  return {
    generators: orDefault(spec.generators, kegNetDefaults.generators),
    epochs: orDefault(spec.epochs, kegNetDefaults.epochs),
    batchesPerEpoch: orDefault(spec.batchesPerEpoch, kegNetDefaults.batchesPerEpoch),
    batchSize: orDefault(spec.batchSize, kegNetDefaults.batchSize),
    learningRate: orDefault(spec.learningRate, kegNetDefaults.learningRate),
    alpha: spec.alpha ?? kegNetDefaults.alpha,
    beta: spec.beta ?? kegNetDefaults.beta,
    decoderLayers: spec.decoderLayers ?? kegNetDefaults.decoderLayers,
    noise: kegNetDefaults.noise,
    teacherMode: running ? 'inference' : 'batch-statistics',
    seed: Number(spec.seed),
  };
}
