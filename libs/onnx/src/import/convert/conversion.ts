import type { Activation } from '../activation.js';
import type { LayerList } from '../layer-list.js';
import type { NodeReader } from '../node-reader.js';

/** Adds the layers that a node stands for and gives its value. */
export type Conversion = (node: NodeReader, layers: LayerList) => Activation;
