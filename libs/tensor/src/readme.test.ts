import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  dispose,
  floatsOf,
  gradients,
  matMul,
  meanSquaredError,
  numberOf,
  Parameter,
  sgd,
  tensor,
  tidy,
} from './index.js';

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');

describe('the README', () => {
  it('shows a kernel as it stands in its file', () => {
    expect(read('../README.md').replaceAll('\n   ', '\n')).toContain(read('kernels/softplus.ts'));
  });

  it('shows a step that lowers the loss', () => {
    const parameters = new Map([['weight', new Parameter(Float32Array.of(1, 2), [2, 1])]]);
    const optimizer = sgd(parameters, { learningRate: 0.01 });
    const loss = tidy(() => {
      const inputs = tensor([[3, 4]]); // [batch, features]
      const targets = tensor([[10]]); // [batch, 1]
      const objective = meanSquaredError(matMul(inputs, parameters.get('weight')!), targets);
      optimizer.apply(gradients(objective, parameters));
      return numberOf(objective);
    });
    expect(loss).toBe(1); // (3 + 8 - 10)²
    // slope 2 · 1 · [3, 4]
    expect(Array.from(floatsOf(parameters.get('weight')!))).toEqual([
      Math.fround(0.94),
      Math.fround(1.92),
    ]);
    optimizer.dispose();
    dispose(parameters);
  });
});
