import { describe, expect, it, vi } from 'vitest';
import { startNatsCluster } from './nats-cluster.js';

vi.setConfig({ testTimeout: 120_000 });

describe('startNatsCluster', () => {
  it('has another leader when its leader is killed, and takes that back', async () => {
    const cluster = await startNatsCluster();
    try {
      const first = (await cluster.leader())!;
      await cluster.servers[first]!.kill();
      const others = [0, 1, 2].filter((place) => place !== first);
      await expect.poll(() => cluster.leader(), { timeout: 60_000 }).toBeOneOf(others);
      await cluster.servers[first]!.start();
      await expect.poll(() => cluster.leader(), { timeout: 60_000 }).toBeOneOf([0, 1, 2]);
    } finally {
      await cluster.close();
    }
  });
});
