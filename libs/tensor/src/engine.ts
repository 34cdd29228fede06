import { availableParallelism, cpus } from 'node:os';
import { binding } from './native/binding.js';

/** What computes: the same seed gives the same bits where all of this is equal. */
export interface EngineDescription {
  library: 'tensorflow';
  /** Of the library, e.g. `2.21.0`. */
  version: string;
  device: 'cpu' | 'gpu';
  /** Threads inside one operation. */
  threads: number;
  /** Whether oneDNN's kernels are used. */
  oneDnn: boolean;
  /** The processor's name. */
  processor: string;
}

/** The engine of this process; loads TensorFlow. */
export function describeEngine(): EngineDescription {
  const engine = binding();
  const threads = Number(process.env['TF_NUM_INTRAOP_THREADS']);
  return {
    library: 'tensorflow',
    version: engine.TF_Version,
    device: engine.isUsingGpuDevice() ? 'gpu' : 'cpu',
    threads: threads > 0 ? threads : availableParallelism(),
    oneDnn: !['0', 'false'].includes(process.env['TF_ENABLE_ONEDNN_OPTS'] ?? '1'),
    processor: cpus()[0]?.model.trim() ?? 'unknown',
  };
}
