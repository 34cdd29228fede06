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
  /** Share of each hidden layer's values that training takes out; default 0.15. */
  dropout?: number;
  /** How the columns are read, for the network to keep. */
  table?: TableColumns;
}

/**
 * The multilayer perceptron of KegNet's experiments on tables (Yoo et al. 2019, published code): hidden layers with ELU and dropout, then logits.
 * 103,710 parameters for PenDigits (16 features, 10 classes), 105,326 for Letter (16, 26).
 * @returns from [features] to logits [classes]
 */
export function mlp({
  features,
  classes,
  width = 100,
  depth = 11,
  dropout = 0.15,
  table,
}: MlpShape): Graph {
  const graph = new GraphBuilder([features]);
  for (let i = 1; i <= depth; i++) {
    graph.layer(`fc${i}`, dense(i === 1 ? features : width, width));
    graph.layer(`elu${i}`, { op: 'elu', alpha: 1 });
    if (dropout > 0) graph.layer(`dropout${i}`, { op: 'dropout', rate: dropout });
  }
  graph.layer(`fc${depth + 1}`, dense(width, classes));
  return { ...graph.build(), ...(table && { table }) };
}
