export {
  float64sOf,
  float64Tensor,
  fromMatrix,
  matMul64,
  reshape64,
  toMatrix,
  type Float64Tensor,
} from './float64-tensor.js';
export { leftSingular, type LeftSingular, type LeftSingularOptions } from './left-singular.js';
export { leadingColumns, matrix, transposed, type Matrix } from './matrix.js';
export { gram, matrixProduct } from './product.js';
export { svd, type Svd } from './svd.js';
export { symmetricEigen, type SymmetricEigen } from './symmetric-eigen.js';
