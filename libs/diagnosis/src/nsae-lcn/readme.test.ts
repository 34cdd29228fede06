import { describe, expect, it } from 'vitest';
import { decodeSnapshot, encodeSnapshot, type Report } from '@polymath/tensor';
import { lbfgsDefaults } from '../minimization/index.js';
import { nsaeDefaults } from '../nsae/index.js';
import { servingConfig, type NsaeLcnConfig } from './config.js';
import { diagnose, modelFrom, modelSnapshot, trainNsaeLcn } from './index.js';
import { ringing } from '../testing.js';

const windows = ringing(60, 400, 1);
const newWindows = ringing(30, 400, 2);
/** The settings for serving, on fewer segments and with fewer iterations. */
const config: NsaeLcnConfig = {
  ...servingConfig,
  segments: { count: 500, length: 100 },
  filters: { ...nsaeDefaults, kind: 'nsae', minimizer: { ...lbfgsDefaults, iterations: 5 } },
};
const seen: Report[] = [];
const show = (report: Report) => seen.push(report);

describe("the README's example", () => {
  it('trains with the settings for serving, diagnoses and saves', async () => {
    const training = trainNsaeLcn(config, windows);
    for await (const report of training.run()) show(report);
    const model = training.model();
    const probabilities = diagnose(model, newWindows);
    const bytes = encodeSnapshot(modelSnapshot(model));
    expect(seen[0]!.phase).toBe('filters');
    expect([probabilities.count, probabilities.length]).toEqual([30, 3]);
    expect(diagnose(modelFrom(decodeSnapshot(bytes)), newWindows)).toEqual(probabilities);
    training.dispose();
  });
});
