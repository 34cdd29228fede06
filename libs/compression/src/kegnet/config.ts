import type { Mode } from '@polymath/tensor';

/** Settings of {@link trainGenerators}; the defaults are those of the published code for MNIST. */
export interface KegNetConfig {
  /** How many generators are trained, one after the other. */
  generators: number;
  /** Passes of `batchesPerEpoch` batches for each generator. */
  epochs: number;
  batchesPerEpoch: number;
  batchSize: number;
  /** Of Adam, over generator and decoder together. */
  learningRate: number;
  /** Weight of the decoder's loss. */
  alpha: number;
  /** Weight of the diversity loss; 10 for Fashion-MNIST, 1 for SVHN. */
  beta: number;
  /** Length of the noise. */
  noise: number;
  /** Hidden layers of the decoder after its first; 3 for Fashion-MNIST and SVHN, 2 for tables. */
  decoderLayers: number;
  /** How the teacher's batch norm normalises meanwhile; the published code never puts it into inference mode. */
  teacherMode: Exclude<Mode, 'training'>;
  seed: number;
}

export const kegNetDefaults: KegNetConfig = {
  generators: 5,
  epochs: 200,
  batchesPerEpoch: 100,
  batchSize: 256,
  learningRate: 1e-3,
  alpha: 1,
  beta: 0,
  noise: 10,
  decoderLayers: 1,
  teacherMode: 'batch-statistics',
  seed: 2019,
};
