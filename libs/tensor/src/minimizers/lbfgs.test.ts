import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decodeSnapshot, encodeSnapshot } from '../snapshot.js';
import { Lbfgs, type Objective } from './lbfgs.js';

/** Made by tools/golden/src/lbfgs.py from SciPy's L-BFGS-B: the point after each iteration. */
const golden = JSON.parse(
  readFileSync(new URL('golden/lbfgs.json', import.meta.url), 'utf8'),
) as Record<Name, { start: number[]; history: number; points: number[][] }>;

type Name = 'rosenbrock' | 'quadratic' | 'bowl';

const rosenbrock: Objective = (x) => {
  const gradient = new Float64Array(x.length);
  let value = 0;
  for (let i = 0; i + 1 < x.length; i++) {
    const [a, b] = [x[i + 1]! - x[i]! ** 2, 1 - x[i]!];
    value += 100 * a ** 2 + b ** 2;
    gradient[i]! += -400 * x[i]! * a - 2 * b;
    gradient[i + 1]! += 200 * a;
  }
  return { value, gradient };
};

/** The sum of one function an element, each given as its value and its slope. */
const separable =
  (of: (x: number, i: number) => [number, number]): Objective =>
  (x) => {
    const parts = Array.from(x, of);
    return {
      value: parts.reduce((sum, [value]) => sum + value, 0),
      gradient: Float64Array.from(parts, ([, slope]) => slope),
    };
  };

const objectives: Record<Name, Objective> = {
  rosenbrock,
  quadratic: separable((x, i) => [((i + 1) ** 2 * (x - 1) ** 2) / 2, (i + 1) ** 2 * (x - 1)]),
  bowl: separable((x, i) => {
    const root = Math.hypot(1, x - i);
    return [root + 0.1 * x ** 4, (x - i) / root + 0.4 * x ** 3];
  }),
};

const start = (name: Name) => {
  const { start: from, history } = golden[name];
  return new Lbfgs(Float64Array.from(from), { history });
};

describe('Lbfgs', () => {
  it.each<Name>(['rosenbrock', 'quadratic', 'bowl'])("goes SciPy's way: %s", (name) => {
    const minimizer = start(name);
    for (const [i, expected] of golden[name].points.entries()) {
      minimizer.step(objectives[name]);
      const error = Math.max(...expected.map((value, k) => Math.abs(value - minimizer.point[k]!)));
      // Rounding in another order of sums grows from step to step, and dies out at the minimum.
      expect(error, `iteration ${i + 1}`).toBeLessThan(1e-6);
    }
  });

  it('never raises the value, ends at the minimum and says so', () => {
    const minimizer = start('rosenbrock');
    const values = Array.from({ length: 80 }, () => minimizer.step(rosenbrock));
    values.slice(1).forEach(({ value }, i) => {
      expect(value).toBeLessThanOrEqual(values[i]!.value);
    });
    expect(values.at(-1)).toMatchObject({ converged: true });
    expect(Math.max(...minimizer.point.map((x) => Math.abs(x - 1)))).toBeLessThan(1e-9);
  });

  it('goes on to the same bits from a saved state', () => {
    const whole = start('rosenbrock');
    for (let i = 0; i < 20; i++) whole.step(rosenbrock);
    const first = start('rosenbrock');
    for (let i = 0; i < 9; i++) first.step(rosenbrock);
    const second = start('rosenbrock');
    second.load(decodeSnapshot(encodeSnapshot(first.save())));
    for (let i = 9; i < 20; i++) second.step(rosenbrock);
    expect(encodeSnapshot(second.save())).toEqual(encodeSnapshot(whole.save()));
  });

  it('rejects no history, an objective without a value, and a state of another size', () => {
    const one = Float64Array.of(1);
    expect(() => new Lbfgs(one, { history: 0 })).toThrow(
      'history must be a whole number of at least 1, got 0',
    );
    const nowhere: Objective = () => ({ value: NaN, gradient: one });
    expect(() => new Lbfgs(one).step(nowhere)).toThrow('the objective must be finite at the start, got NaN'); // prettier-ignore
    expect(() => { new Lbfgs(one).load(start('bowl').save()); }).toThrow('L-BFGS state point: expected float64 [1], got 3 elements'); // prettier-ignore
  });
});
