import type { ModelInferRequest } from '@polymath/contracts/inference/grpc_service';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { put } from './jobs.fixture.js';
import { startPlatform, type Platform } from './platform.js';
import { scrape, valueIn } from './prometheus.fixture.js';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

const most = 3;
const stream = { service: 'inference.GRPCInferenceService', method: 'ModelStreamInfer' };

let platform: Platform;
beforeAll(async () => {
  platform = await startPlatform({ maxOpenStreams: most });
});
afterAll(() => platform.close());

/** A stream of inferences that says nothing until it is left; its end, and what leaves it. */
function openStream() {
  let leave!: () => void;
  const left = new Promise<void>((resolve) => (leave = resolve));
  // eslint-disable-next-line require-yield
  const silent = async function* (): AsyncGenerator<ModelInferRequest> {
    await left;
  };
  const end = platform.inference.modelStreamInfer(silent()).next();
  return { end, leave };
}

const samples = () => scrape(`http://${platform.adminAddress}/metrics`);

/** Resolves when so many streams are open; in vain it runs into the test's time. */
const untilOpen = (open: number) =>
  vi.waitFor(
    async () => expect(valueIn(await samples(), 'polymath_open_streams', stream)).toBe(open),
    { timeout: 30_000, interval: 100 },
  );

describe('a service with the most streams of a method open', () => {
  it('refuses one more, goes on with the others, and takes it when one has ended', async () => {
    const open = Array.from({ length: most }, openStream);
    await untilOpen(most);
    await expect(openStream().end).rejects.toMatchObject({
      kind: 'resource-exhausted',
      message: `${most} ModelStreamInfer streams are open, the most that this service has at once: close one that you no longer need, or try again in 5 s`,
      retryAfterMs: 5000,
    });
    expect((await put(platform, Buffer.alloc(3))).sizeBytes).toBe(3n);
    open[0]!.leave();
    expect(await open[0]!.end).toMatchObject({ done: true });
    await untilOpen(most - 1);
    const again = openStream();
    await untilOpen(most);
    for (const { leave } of [...open, again]) leave();
    for (const { end } of [...open, again]) expect(await end).toMatchObject({ done: true });
    const seen = await samples();
    const refused = { ...stream, code: 'RESOURCE_EXHAUSTED' };
    expect(valueIn(seen, 'polymath_rpc_duration_seconds_count', refused)).toBe(1);
    expect(valueIn(seen, 'polymath_open_streams_limit')).toBe(most);
  });
});
