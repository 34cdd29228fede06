/** One layer of a model as Keras writes it down. */
export interface LayerJson {
  class_name: string;
  name?: string;
  config: Record<string, unknown>;
  inbound_nodes?: unknown;
}

/** One stored weight. */
export interface WeightJson {
  name: string;
  shape: number[];
  dtype: string;
  quantization?: unknown;
}

/** Weights that lie one after the other in the files of `paths`, joined. */
export interface WeightGroup {
  paths: string[];
  weights: WeightJson[];
}

/** The file model.json of a layers model (TensorFlow.js 4, `tf.loadLayersModel`). */
export interface ModelJson {
  format: string;
  generatedBy?: string;
  convertedBy?: string | null;
  modelTopology: unknown;
  weightsManifest: WeightGroup[];
}
