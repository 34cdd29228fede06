import { setImmediate as nextTurn } from 'node:timers/promises';
import { PolymathError } from '@polymath/errors';
import { Registry } from 'prom-client';
import { describe, expect, it } from 'vitest';
import { shownParts } from './metrics.fixture.js';
import { showStored, type Stores } from './stored-metrics.js';

const { artifacts, connection, streams } = shownParts();

/** What is shown of stores, once the first looks have ended. */
async function shown(changes: Partial<Stores>): Promise<string[]> {
  const registry = new Registry();
  showStored(registry, { artifacts, connection, streams, ...changes });
  await nextTurn();
  const text = await registry.metrics();
  return text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
}

describe('showStored', () => {
  it('tells of artifacts and of each stream', async () => {
    expect((await shown({})).sort()).toEqual([
      'polymath_disk_free_ratio{store="artifacts"} 0.25',
      'polymath_stored_bytes{store="KV_jobs"} 1000',
      'polymath_stored_bytes{store="artifacts"} 7000000',
      'polymath_stored_items{store="KV_jobs"} 10',
      'polymath_stored_items{store="artifacts"} 7',
    ]);
  });

  it('tells nothing of streams while NATS is away', async () => {
    const requireConnected = () => {
      throw new PolymathError('unavailable', 'nats is away');
    };
    const lines = await shown({ connection: { ...connection, requireConnected } });
    expect(lines.filter((line) => line.includes('KV_jobs'))).toEqual([]);
    expect(lines).toHaveLength(3);
  });

  it('tells nothing of a store that cannot be read, and no zeros', async () => {
    const measure = () => Promise.reject(new Error('input/output error'));
    const lines = await shown({ artifacts: { measure } });
    expect(lines.filter((line) => line.includes('artifacts'))).toEqual([]);
    expect(lines).toHaveLength(2);
  });
});
