/** Settings of {@link fineTune}; the defaults are those of the published code of KegNet with a shorter schedule. */
export interface FineTuningConfig {
  /** Passes over the inputs at most. */
  epochs: number;
  batchSize: number;
  /** Of Adam. Small: the factors of a decomposition are orthonormal at the start, and large steps destroy their subspaces. */
  learningRate: number;
  /** Stops when the score has not improved for so many epochs; 0: never. */
  patience: number;
  /** Takes the inputs in the same order in every epoch, as the published code does. */
  keepOrder: boolean;
  /**
   * Whether batch norm uses the statistics of the batches and follows them with its running ones. Not on noise: its statistics
   * are far from those of real inputs. If not, batch norm is frozen: the student is trained as it is judged and used.
   */
  updateStatistics: boolean;
  seed: number;
}

export const fineTuningDefaults: FineTuningConfig = {
  epochs: 20,
  batchSize: 64,
  learningRate: 1e-5,
  patience: 0,
  keepOrder: false,
  updateStatistics: true,
  seed: 2019,
};

/** Of students that learn from blends of generated inputs: they bear larger steps, and want them. */
export const blendedLearningRate = 1e-3;
