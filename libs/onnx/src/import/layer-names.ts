import type { NodeReader } from './node-reader.js';

const weighted = new Set(['Conv', 'ConvTranspose', 'Gemm', 'MatMul', 'BatchNormalization']);

/**
 * The name that users know a node by: of the module whose weight it reads (`layer1.0.conv1.weight` gives `layer1.0.conv1`),
 * else of the module in its path (`/layer1/layer1.0/relu/Relu` gives `layer1.0.relu`), else its own.
 */
export function layerName(node: NodeReader): string {
  const module = /^(.+)\.weight$/.exec(node.inputNames[1] ?? '')?.[1];
  const name = weighted.has(node.operator) && module ? module : nameFromPath(node);
  return name.replaceAll(/[^\w.-]/g, '_');
}

function nameFromPath({ name, operator }: NodeReader): string {
  if (!name.startsWith('/')) return name || lowerFirst(operator);
  const parts = name.split('/').filter(Boolean);
  const own = parts.pop() ?? operator;
  const module = modulePath(parts);
  if (!module) return lowerFirst(own);
  const isModuleItself = weighted.has(operator) || lastWord(module) === operator.toLowerCase();
  return isModuleItself ? module : `${module}.${lowerFirst(own)}`;
}

/** PyTorch writes a child of a sequence with the sequence's name before it: layer1, layer1.0, conv1. */
function modulePath(parts: readonly string[]): string {
  return parts.reduce((path, part, i) => {
    const parent = parts[i - 1] ?? '';
    if (i > 0 && part.startsWith(`${parent}.`)) return path + part.slice(parent.length);
    return i > 0 ? `${path}.${part}` : part;
  }, '');
}

/** The last module's name without the number of its use: `relu` for `layer1.0.relu_1`. */
const lastWord = (path: string): string =>
  (path.split('.').at(-1) ?? '').replace(/_\d+$/, '').toLowerCase();

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
