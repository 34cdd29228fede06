import { describe, expect, it } from 'vitest';
import { diversityOf } from '../filters/index.js';
import { localFeatures, foldFilters } from '../lcn/index.js';
import { adamDefaults, lbfgsDefaults } from '../minimization/index.js';
import { learnProjection, project, drawSegments } from '../preprocessing/index.js';
import { floatsOf, tensor, tidy } from '@polymath/tensor';
import { finish, ringing } from '../testing.js';
import { nsaeDefaults, trainNsae, type NsaeConfig } from './train.js';

const raw = drawSegments(ringing(120, 300, 7), { count: 4000, length: 32 }, 1);
const projection = learnProjection(raw, { kind: 'whiten', epsilon: 1e-5 });
const white = project(raw, projection);
const config = { ...nsaeDefaults, outputs: 32 };

async function learn(changed: Partial<NsaeConfig> = {}) {
  const training = trainNsae({ ...config, ...changed }, white);
  const reports = await finish(training);
  const filters = training.filters();
  training.dispose();
  return { filters, losses: reports.map(({ metrics }) => metrics['loss']!) };
}

describe('trainNsae', () => {
  it('learns filters that are nearly orthonormal and have no twins; farther from it as λ grows', async () => {
    const found = [];
    for (const sparsity of [0.05, 0.25, 1]) {
      found.push(diversityOf((await learn({ sparsity })).filters));
    }
    const [few, usual, many] = found;
    expect(usual!.orthonormalityError).toBeLessThan(0.1);
    expect(usual!.meanCosine).toBeLessThan(0.02);
    expect(usual!.nearestTwin).toBeLessThan(0.05);
    expect(few!.orthonormalityError).toBeLessThan(usual!.orthonormalityError);
    expect(many!.orthonormalityError).toBeGreaterThan(usual!.orthonormalityError);
  });

  it('lowers the loss in every iteration of L-BFGS; Adam ends within 15 % of it', async () => {
    const { losses } = await learn({ minimizer: lbfgsDefaults });
    expect(losses.every((loss, i) => i === 0 || loss <= losses[i - 1]!)).toBe(true);
    expect(losses.at(-1)!).toBeLessThan(losses[0]!);
    const { losses: byAdam, filters } = await learn({ minimizer: adamDefaults });
    expect(diversityOf(filters).nearestTwin).toBeLessThan(0.1);
    const end = byAdam.slice(-8).reduce((sum, loss) => sum + loss / 8, 0);
    expect(end / losses.at(-1)!).toBeLessThan(1.15);
  });

  it('leaves about half of the rectified activations at 0', async () => {
    const bank = foldFilters((await learn()).filters, projection);
    const { values } = ringing(20, 300, 8);
    const z = tidy(() => floatsOf(localFeatures(bank, tensor(values, [20, 300]), 7)));
    expect(z.filter((value) => value <= 0).length / z.length).toBeCloseTo(0.5, 1);
  });
});
