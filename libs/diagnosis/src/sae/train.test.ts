import { describe, expect, it } from 'vitest';
import { diversityOf } from '../filters/index.js';
import { nsaeDefaults, trainNsae } from '../nsae/index.js';
import { drawSegments, learnProjection, project } from '../preprocessing/index.js';
import { finish, ringing } from '../testing.js';
import { saeDefaults, trainSae } from './train.js';

const raw = drawSegments(ringing(120, 300, 7), { count: 4000, length: 32 }, 1);
const segments = project(raw, learnProjection(raw, { kind: 'scale' }));

describe('trainSae', () => {
  it('learns the same filter again and again, which the normalized autoencoder does not', async () => {
    const sae = trainSae({ ...saeDefaults, outputs: 32 }, segments);
    const nsae = trainNsae({ ...nsaeDefaults, outputs: 32 }, segments);
    await finish(sae);
    await finish(nsae);
    const [twins, apart] = [sae, nsae].map((learned) => diversityOf(learned.filters()).nearestTwin);
    expect(twins).toBeGreaterThan(0.2);
    expect(twins! / apart!).toBeGreaterThan(4);
    expect(sae.filters()).toMatchObject({ activation: 'sigmoid', outputs: 32 });
    sae.dispose();
    nsae.dispose();
  });

  it('names every bad setting', () => {
    const bad = { ...saeDefaults, outputs: 0, activity: 1, sparsity: -1 };
    expect(() => trainSae(bad, segments)).toThrow(
      'outputs: must be a whole number of at least 1, got 0; sparsity: must be at least 0, got -1; activity: must be above 0 and below 1, got 1',
    );
  });
});
