import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LabelledImages } from '@polymath/contracts/polymath/compression/v1/network';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { idx } from './idx.fixture.js';
import { learningArtifacts, openLearningData } from './learning-data.js';

let folder: string;
const input = ({ sha256 }: { sha256: string }) => join(folder, sha256);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'polymath-learning-'));
  writeFileSync(join(folder, 'images'), idx([2, 1, 2], [0, 1, 2, 3]));
  writeFileSync(join(folder, 'labels'), idx([2], [0, 1]));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const images = (patch: object = {}) =>
  LabelledImages.fromPartial({
    ...{ images: { sha256: 'images' }, labels: { sha256: 'labels' } },
    ...patch,
  });

describe('openLearningData', () => {
  it('opens what there is', async () => {
    const given = { training: images(), test: images({ count: 1 }) };
    const { training, validation, test } = await openLearningData({ input }, given);
    expect([training.count, validation, test?.count]).toEqual([2, undefined, 1]);
    expect(learningArtifacts(given)).toHaveLength(4);
  });

  it('refuses images of different sizes', async () => {
    const validation = images({ resizeHeight: 3, resizeWidth: 3 });
    await expect(openLearningData({ input }, { training: images(), validation })).rejects.toThrow(
      'validation images are [3, 3, 1], those of the training [1, 2, 1]',
    );
  });
});
