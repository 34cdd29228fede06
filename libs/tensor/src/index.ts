export * from './kernels/index.js';
export { checkSameShape, checkShapes } from './shapes.js';
export { dispose, keep, liveTensors, tidy } from './scope.js';
export { grad, isRecording, maybeGrad, noGrad, type GradOptions } from './tape.js';
export { Parameter, type Parameters } from './parameter.js';
export {
  dataOf,
  floatsOf,
  numberOf,
  scalar,
  sizeOf,
  tensor,
  Tensor,
  type DType,
  type Shape,
} from './tensor.js';
export { describeEngine, type EngineDescription } from './engine.js';
export { onOperation } from './native/run.js';
export type { Graph, Layer, LayerKind, LayerOf, LayerOp, TableColumns } from './network/graph.js';

export type { DataTypeName, ElementArrays, TensorData } from './tensor-data.js';
export type { Json, Picture, Report, Snapshot, Training } from './training.js';
export { randomStream, type RandomStream } from './random/index.js';
export * from './optimizers/index.js';
export * from './fourier/index.js';
export * from './linalg/index.js';
export * from './minimizers/index.js';
export {
  batchNormalization,
  convolution,
  dense,
  GraphBuilder,
  maxPooling,
} from './network/builder.js';
export { forward, layerValues, type ForwardOptions } from './network/forward.js';
export type { Mode } from './network/layers.js';
export { graphFromJson, graphToJson, isTable } from './network/graph-json.js';
export {
  decodeNetwork,
  encodeNetwork,
  networkFromTensors,
  networkTensors,
} from './network/network-file.js';
export {
  cloneNetwork,
  countParameters,
  createNetwork,
  disposeNetwork,
  networkFrom,
  type Network,
  parameterValues,
} from './network/network.js';
export {
  graphParameters,
  layerParameters,
  type ParameterSpec,
} from './network/layer-parameters.js';
export { layersLeadingTo } from './network/leading-to.js';
export { checkLayers, inferShapes, outputShape, shapeOfLayer } from './network/shapes.js';
export { standardize } from './network/standardize.js';
export {
  countsIn,
  loadParts,
  saveableParameters,
  saveableStream,
  saveParts,
  type Saveable,
} from './training-state.js';
export { decodeSafetensors, encodeSafetensors, type Safetensors } from './safetensors.js';
export { decodeSnapshot, encodeSnapshot } from './snapshot.js';
export { fromPyTorchDefaults } from './initializers.js';
