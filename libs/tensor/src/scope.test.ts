import { describe, expect, it } from 'vitest';
import { add, mul } from './kernels/index.js';
import { Parameter } from './parameter.js';
import { dispose, keep, liveTensors, tidy } from './scope.js';
import { numberOf, scalar, type Tensor } from './tensor.js';

/** How many tensors `f` leaves alive. */
function leftBy(f: () => unknown): number {
  const before = liveTensors();
  f();
  return liveTensors() - before;
}

const product = () => mul(scalar(2), scalar(3));

describe('tidy', () => {
  it('frees what was made in it', () => {
    expect(leftBy(() => tidy(() => numberOf(product())))).toBe(0);
  });

  it('keeps the tensors of its result, in whatever they lie', () => {
    const result = tidy(() => ({ list: [product()], map: new Map([['x', product()]]), n: 1 }));
    expect(numberOf(result.list[0]!)).toBe(6);
    expect(numberOf(result.map.get('x')!)).toBe(6);
    expect(leftBy(() => dispose(result))).toBe(-2);
  });

  it('hands its result to the tidy around it', () => {
    expect(leftBy(() => tidy(() => void tidy(product)))).toBe(0);
  });

  it('frees when its function throws', () => {
    const fail = () =>
      tidy(() => {
        product();
        throw new Error('stop');
      });
    expect(leftBy(() => expect(fail).toThrow('stop'))).toBe(0);
  });

  it('does not free what was made outside', () => {
    const outside = scalar(1);
    tidy(() => add(outside, outside));
    expect(numberOf(outside)).toBe(1);
    dispose(outside);
  });

  it('refuses an asynchronous function', () => {
    expect(() => tidy(async () => product())).toThrow('takes a synchronous function');
  });
});

describe('keep', () => {
  it('lets a tensor outlive every scope', () => {
    let kept: Tensor | undefined;
    tidy(() => tidy(() => void (kept = keep(product()))));
    expect(numberOf(kept!)).toBe(6);
    dispose(kept);
  });

  it('works on a tensor that an outer scope made', () => {
    let kept: Tensor | undefined;
    tidy(() => {
      const outer = product();
      tidy(() => void (kept = keep(outer)));
    });
    expect(numberOf(kept!)).toBe(6);
    dispose(kept);
  });
});

describe('dispose', () => {
  it('may be called twice', () => {
    const t = scalar(1);
    const twice = () => {
      dispose(t);
      dispose(t);
    };
    expect(leftBy(twice)).toBe(-1);
  });

  it('makes later use an error', () => {
    const t = scalar(1);
    dispose(t);
    expect(() => numberOf(t)).toThrow('the tensor has been disposed');
    expect(() => add(t, 1)).toThrow('AddV2: an input has been disposed');
  });

  it('frees the variable behind a parameter too', () => {
    const work = () => {
      const parameter = new Parameter(Float32Array.of(1), [1]);
      parameter.update(() => undefined); // makes the variable
      dispose([parameter]);
    };
    expect(leftBy(work)).toBe(0);
  });
});
