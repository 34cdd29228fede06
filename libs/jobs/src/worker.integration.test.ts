import { startNats, type NatsFixture } from '@polymath/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startPlatform, type Platform } from './jobs.fixture.js';

describe('an idle worker', () => {
  let platform: Platform<NatsFixture>;

  beforeAll(async () => {
    platform = await startPlatform(await startNats());
  });
  afterAll(() => platform.close());

  it('is drained at once, also when its request for a token is only on its way', async () => {
    const jobs = await platform.start();
    const start = performance.now();
    await jobs.close();
    // The request itself waits for 5 s.
    expect(performance.now() - start).toBeLessThan(4000);
  });
});
