import { afterEach, describe, expect, it } from 'vitest';
import { add, mul, sub, sum } from '../kernels/index.js';
import { onOperation } from '../native/run.js';
import { Parameter, type Parameters } from '../parameter.js';
import { dispose, liveTensors, tidy } from '../scope.js';
import { floatsOf, numberOf, tensor, type Tensor } from '../tensor.js';
import { adam } from './adam.js';
import { gradients } from './gradients.js';
import type { Json } from '../training.js';
import type { Optimizer } from './optimizer.js';
import { sgd } from './sgd.js';

const makers: [string, (parameters: Parameters) => Optimizer][] = [
  ['adam', (p) => adam(p, { learningRate: 0.1 })],
  ['sgd', (p) => sgd(p, { learningRate: 0.1, momentum: 0.9, weightDecay: 0.01 })],
];

const freed: { dispose(): void }[] = [];
afterEach(() => freed.splice(0).forEach((owner) => owner.dispose()));

function own<Owner extends { dispose(): void }>(owner: Owner): Owner {
  freed.push(owner);
  return owner;
}

const weights = (values: number[]) =>
  own(new Parameter(Float32Array.from(values), [values.length]));

/** The squared distance of `w` from [1, 2, 3], whose gradient is 2 · (w - [1, 2, 3]). */
function distance(w: Tensor): Tensor {
  const difference = sub(w, tensor([1, 2, 3]));
  return sum(mul(difference, difference));
}

function train(w: Parameter, optimizer: Optimizer, steps: number): void {
  for (let step = 0; step < steps; step++) {
    tidy(() => optimizer.apply(gradients(distance(w), new Map([['w', w]]))));
  }
}

describe.each(makers)('%s', (_, make) => {
  it('finds the minimum of a parabola', () => {
    const w = weights([-1, 0, 5]);
    train(w, own(make(new Map([['w', w]]))), 400);
    expect(tidy(() => numberOf(distance(w)))).toBeLessThan(1e-3);
  });

  it('continues with the same bits after save and load', () => {
    const whole = weights([-1, 0, 5]);
    const optimizer = own(make(new Map([['w', whole]])));
    train(whole, optimizer, 3);
    optimizer.learningRate = 0.03;
    const saved = optimizer.save();
    const state = JSON.parse(JSON.stringify(saved.state)) as Json;
    const resumed = weights([...floatsOf(whole)]);
    const other = own(make(new Map([['w', resumed]])));
    train(whole, optimizer, 5);
    other.load({ tensors: saved.tensors, state });
    train(resumed, other, 5);
    expect(floatsOf(resumed)).toEqual(floatsOf(whole));
  });

  it('leaves parameters that are not trainable or have no gradient', () => {
    const [moved, frozen, idle] = [weights([4]), weights([5]), weights([6])];
    frozen.requiresGrad = false;
    const parameters = new Map(Object.entries({ moved, frozen, idle }));
    const optimizer = own(make(parameters));
    tidy(() => {
      const found = gradients(sum(add(moved, frozen)), parameters);
      expect([...found.keys()]).toEqual(['moved']);
      optimizer.apply(found);
    });
    expect(floatsOf(moved)[0]).toBeLessThan(4);
    expect([...floatsOf(frozen), ...floatsOf(idle)]).toEqual([5, 6]);
  });

  it('leaves no tensor in a step, and none after it is disposed', () => {
    // Constants that are made once.
    train(weights([0, 0, 0]), own(make(new Map([['w', weights([0, 0, 0])]]))), 1);
    const before = liveTensors();
    const w = new Parameter(Float32Array.of(-1, 0, 5), [3]);
    const optimizer = make(new Map([['w', w]]));
    train(w, optimizer, 1);
    const during = liveTensors();
    train(w, optimizer, 10);
    optimizer.load(optimizer.save());
    expect(liveTensors()).toBe(during);
    optimizer.dispose();
    w.dispose();
    expect(liveTensors()).toBe(before);
  });

  it('rejects gradients that fit no parameter, and changes nothing', () => {
    const w = weights([1, 2, 3]);
    const optimizer = own(make(new Map([['w', w]])));
    tidy(() => {
      const good = tensor([1, 1, 1]);
      expect(() =>
        optimizer.apply(
          new Map([
            ['w', good],
            ['v', good],
          ]),
        ),
      ).toThrow('there is no trainable parameter v');
      expect(() => optimizer.apply(new Map([['w', tensor([1, 1])]]))).toThrow(
        'gradient of w: expected [3], got [2]',
      );
    });
    expect([...floatsOf(w)]).toEqual([1, 2, 3]);
  });

  it('rejects a state that lacks something', () => {
    const optimizer = own(make(new Map([['w', weights([1, 2, 3])]])));
    const { tensors, state } = optimizer.save();
    expect(() => optimizer.load({ tensors, state: {} })).toThrow(
      /optimiser state: expected a number \w+, got null/,
    );
    expect(() => optimizer.load({ tensors: new Map(), state })).toThrow(
      /optimiser state w\.\w+: expected float32 \[3\], got none/,
    );
  });
});

describe('adam', () => {
  it('moves by the learning rate at first, whatever the size of the gradient', () => {
    // m/(1-β1) = g and v/(1-β2) = g², so the first step is rate · g / (|g| + ε); at g = 1e-8 = ε that is half the rate.
    const w = weights([0, 0, 0]);
    const optimizer = own(adam(new Map([['w', w]]), { learningRate: 0.5 }));
    tidy(() => optimizer.apply(new Map([['w', tensor([1e4, -1e-3, 1e-8])]])));
    const [large, small, tiny] = floatsOf(w) as unknown as [number, number, number];
    expect(large).toBeCloseTo(-0.5, 5);
    expect(small).toBeCloseTo(0.5, 4);
    expect(tiny).toBeCloseTo(-0.25, 5);
  });

  it('runs two operations a parameter and step', () => {
    const parameters = new Map(['a', 'b'].map((name) => [name, weights([1, 2, 3])]));
    const optimizer = own(adam(parameters));
    const step = new Map([...parameters.keys()].map((name) => [name, tensor([1, 1, 1])]));
    optimizer.apply(step);
    const operations: string[] = [];
    onOperation((op) => operations.push(op));
    optimizer.apply(step);
    onOperation(undefined);
    dispose(step);
    expect(operations).toEqual(
      Array.from({ length: 2 }, () => ['ResourceApplyAdam', 'ReadVariableOp']).flat(),
    );
  });

  it.each([
    [{ learningRate: 0 }, 'learningRate must be above 0, got 0'],
    [{ beta1: 1 }, 'beta1 must be at least 0 and below 1, got 1'],
    [{ beta2: -0.1 }, 'beta2 must be at least 0 and below 1, got -0.1'],
    [{ epsilon: NaN }, 'epsilon must be above 0, got NaN'],
  ])('rejects %o', (settings, message) => {
    expect(() => adam(new Map(), settings)).toThrow(message);
  });
});

describe('sgd', () => {
  it('follows its formula by hand', () => {
    // v = 0.5·0 + 1 + 0.1·2 = 1.2, w = 2 - 0.1·1.2 = 1.88; then v = 0.6 + 1 + 0.188 = 1.788, w = 1.88 - 0.1788 = 1.7012.
    const w = weights([2]);
    const settings = { learningRate: 0.1, momentum: 0.5, weightDecay: 0.1 };
    const optimizer = own(sgd(new Map([['w', w]]), settings));
    const step = () => tidy(() => optimizer.apply(new Map([['w', tensor([1])]])));
    step();
    expect(floatsOf(w)[0]).toBeCloseTo(1.88, 6);
    step();
    expect(floatsOf(w)[0]).toBeCloseTo(1.7012, 6);
  });

  it.each([
    [{ learningRate: -1 }, 'learningRate must be above 0, got -1'],
    [{ learningRate: 1, momentum: 1 }, 'momentum must be at least 0 and below 1, got 1'],
    [{ learningRate: 1, weightDecay: -1 }, 'weightDecay must be above 0, got -1'],
  ])('rejects %o', (settings, message) => {
    expect(() => sgd(new Map(), settings)).toThrow(message);
  });
});
