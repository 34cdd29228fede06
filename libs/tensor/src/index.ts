export * from './kernels/index.js';
export { checkShapes } from './shapes.js';
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
export { onOperation } from './native/run.js';
export type { Graph, Layer, LayerKind, LayerOf, LayerOp } from './network/graph.js';
export type { Network } from './network/network.js';
export type { DataTypeName, ElementArrays, TensorData } from './tensor-data.js';
export type { Json, Picture, Report, Snapshot, Training } from './training.js';
export { randomStream, type RandomStream } from './random/index.js';
export * from './linalg/index.js';
