import { dense, GraphBuilder, type Graph, type TableColumns } from '@polymath/tensor';

/** What a multilayer perceptron reads and tells apart. */
export interface MlpShape {
  /** Columns of a row. */
  features: number;
  classes: number;
  /** Units of each hidden layer; default 100. */
  width?: number;
  /** Hidden layers; default 11. */
  depth?: number;
  /** How the columns are read, for the network to keep. */
  table?: TableColumns;
}

/**
 * The multilayer perceptron of KegNet's experiments on tables (Yoo et al. 2019, published code): hidden layers with ELU, then logits.
 * 103,710 parameters for PenDigits (16 features, 10 classes), 105,326 for Letter (16, 26). Without the dropout of 0.15 there.
 * @returns from [features] to logits [classes]
 */
export function mlp({ features, classes, width = 100, depth = 11, table }: MlpShape): Graph {
  const graph = new GraphBuilder([features]);
  for (let i = 1; i <= depth; i++) {
    graph.layer(`fc${i}`, dense(i === 1 ? features : width, width));
    graph.layer(`elu${i}`, { op: 'elu', alpha: 1 });
  }
  graph.layer(`fc${depth + 1}`, dense(width, classes));
  return { ...graph.build(), ...(table && { table }) };
}
