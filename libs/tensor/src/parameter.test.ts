import { afterEach, describe, expect, it } from 'vitest';
import { runNative } from './native/run.js';
import { Parameter } from './parameter.js';
import { dispose, liveTensors, tidy } from './scope.js';
import { add } from './kernels/add.js';
import { floatsOf, tensor, type Tensor } from './tensor.js';

const made: Parameter[] = [];
afterEach(() => made.splice(0).forEach((parameter) => parameter.dispose()));

function parameter(values: number[]): Parameter {
  const p = new Parameter(Float32Array.from(values), [values.length]);
  made.push(p);
  return p;
}

/** Takes `rate` · `gradient` off a parameter in place. */
function descend(p: Parameter, rate: Tensor, gradient: Tensor): void {
  p.update((w) => {
    runNative('ResourceApplyGradientDescent', [w, rate.id, gradient.id], 0);
  });
}

describe('Parameter', () => {
  it('is freed by no scope', () => {
    const p = tidy(() => parameter([1, 2]));
    tidy(() => add(p, p));
    expect([...floatsOf(p)]).toEqual([1, 2]);
  });

  it('takes its changes in place', () => {
    const p = parameter([1, 2]);
    tidy(() => descend(p, tensor(0.5, []), tensor([2, 4])));
    expect([...floatsOf(p)]).toEqual([0, 0]);
  });

  it('leaves what was computed from it and what it was set from', () => {
    const p = parameter([1, 2]);
    const [source, result] = tidy(() => {
      const value = tensor([5, 6]);
      p.assign(value);
      const doubled = add(p, p);
      descend(p, tensor(1, []), tensor([1, 1]));
      descend(p, tensor(1, []), tensor([1, 1]));
      return [value, doubled];
    });
    expect([p, source, result].map((t) => [...floatsOf(t)])).toEqual([
      [3, 4],
      [5, 6],
      [10, 12],
    ]);
    dispose([source, result]);
  });

  it('changes in place from what it was assigned last', () => {
    const p = parameter([1, 2]);
    tidy(() => descend(p, tensor(1, []), tensor([1, 1])));
    p.assign(Float32Array.of(7, 8));
    tidy(() => descend(p, tensor(1, []), tensor([1, 1])));
    expect([...floatsOf(p)]).toEqual([6, 7]);
  });

  it('keeps its value when a change fails', () => {
    const p = parameter([1, 2]);
    expect(() => {
      tidy(() => descend(p, tensor(1, []), tensor([1, 1, 1])));
    }).toThrow('ResourceApplyGradientDescent');
    expect([...floatsOf(p)]).toEqual([1, 2]);
  });

  it('leaves nothing when it is disposed, even twice', () => {
    const before = liveTensors();
    const p = parameter([1, 2]);
    tidy(() => descend(p, tensor(1, []), tensor([1, 1])));
    p.dispose();
    p.dispose();
    expect(liveTensors()).toBe(before);
  });

  it('rejects a value of another shape', () => {
    const p = parameter([1, 2]);
    expect(() => parameter([1, 2, 3]).assign(Float32Array.of(1))).toThrow(
      'expected [3], got 1 elements',
    );
    expect(() => new Parameter(Float32Array.of(1), [2])).toThrow('expected [2], got 1 elements');
    tidy(() => {
      expect(() => p.assign(tensor([[1, 2]]))).toThrow('expected [2], got [1, 2]');
    });
  });
});
