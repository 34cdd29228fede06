import type { Parameters } from '../parameter.js';
import type { Graph } from './graph.js';

/** A graph of layers with its parameters: what can be trained, compressed, saved and called. */
export interface Network {
  readonly graph: Graph;
  /** Weights and running statistics by dotted name; {@link Graph} says which a layer has. */
  readonly parameters: Parameters;
}
