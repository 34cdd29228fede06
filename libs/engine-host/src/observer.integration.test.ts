import { afterEach, describe, expect, it, vi } from 'vitest';
import type { EngineObserver } from './host/engine-observer.js';
import { failureOf, startTestHost, testJob, type TestHost } from './host.fixture.js';

let test: TestHost;
afterEach(() => test.close());

/** An observer that keeps what it hears. */
function listener() {
  const heard: string[] = [];
  const observer: EngineObserver = {
    started: (role) => void heard.push(`${role} started`),
    ended: (role, how) => void heard.push(`${role} ${how}`),
    checkpoint: ({ kept, sizeBytes }) => void heard.push(`checkpoint ${kept} ${sizeBytes > 0}`),
  };
  return { heard, observer };
}

describe('the observer of engine processes', () => {
  it('hears of a process that dies', async () => {
    const { heard, observer } = listener();
    test = await startTestHost({ observer });
    await failureOf(test.host.execute(testJob({ steps: 200, at: 100, what: 'die' }).holder));
    await vi.waitFor(() => expect(heard).toEqual(['jobs started', 'jobs died']));
    expect(test.host.living()).toEqual([]);
  });

  it('hears of a process that hangs', async () => {
    const { heard, observer } = listener();
    test = await startTestHost({ observer, hangMs: 3000 });
    await failureOf(test.host.execute(testJob({ steps: 200, at: 100, what: 'block' }).holder));
    await vi.waitFor(() => expect(heard).toEqual(['jobs started', 'jobs hung']));
  });

  it('hears of checkpoints, and of a process that nobody needs any more', async () => {
    const { heard, observer } = listener();
    test = await startTestHost({ observer, checkpointEveryReports: 150 });
    await test.host.execute(testJob({ steps: 200 }).holder);
    expect(test.host.living()).toMatchObject([{ role: 'jobs' }]);
    await test.host.close();
    // The second at the end of the training.
    const kept = 'checkpoint true true';
    expect(heard).toEqual(['jobs started', kept, kept, 'jobs released']);
  });
});
