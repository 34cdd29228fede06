import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { put, startService } from '@polymath/e2e';
import { startNats } from '@polymath/testing';
import type { Side } from './side.js';

/** The compression service as a process of its own, with a classifier as model `lenet5`. */
export async function startOurs(
  classifier: Uint8Array,
  settings: Readonly<Record<string, string>> = {},
): Promise<Side> {
  const dataDir = mkdtempSync(join(tmpdir(), 'polymath-bench-'));
  const nats = await startNats();
  const service = await startService({ natsUrl: nats.url, dataDir, ...settings });
  const { sha256 } = await put(service, classifier);
  const value = { sha256, kind: 'classifier', metrics: {} };
  await service.models.createVersion({ name: 'lenet5', source: { $case: 'file', value } });
  return {
    address: service.address,
    close: async () => {
      service.close();
      await service.terminate();
      await nats.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
