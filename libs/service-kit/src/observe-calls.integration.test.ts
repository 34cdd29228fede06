import { PolymathError } from '@polymath/errors';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { CallName } from './observe-calls.js';
import { eventAt, failureOf, jobNamed, serve, type TestServer } from './server.fixture.js';
import { traceIdOf } from './trace-parent.js';

let running: TestServer;
afterEach(() => running.close());

/** An observer that keeps what it hears. */
function listener() {
  const heard: string[] = [];
  const observer = ({ method }: CallName) => {
    heard.push(`${method} begins`);
    return (code: string) => void heard.push(`${method} ${code}`);
  };
  return { heard, observer };
}

describe('the observer of a server', () => {
  it('hears of a call, and of its answer', async () => {
    const { heard, observer } = listener();
    running = await serve({ getJob: async () => jobNamed('a') }, { observer });
    await running.jobs.getJob({ jobId: 'a' });
    expect(heard).toEqual(['GetJob begins', 'GetJob OK']);
  });

  it('hears of a refusal', async () => {
    const { heard, observer } = listener();
    const getJob = () => Promise.reject(new PolymathError('not-found', 'no such job'));
    running = await serve({ getJob }, { observer });
    await failureOf(running.jobs.getJob({ jobId: 'a' }));
    expect(heard.at(-1)).toBe('GetJob NOT_FOUND');
  });

  it('hears once of a client that leaves a stream', async () => {
    const { heard, observer } = listener();
    running = await serve(
      {
        watchJob: async function* (_, { signal }) {
          yield eventAt('1');
          await new Promise((resolve) => signal.addEventListener('abort', resolve));
        },
      },
      { observer },
    );
    for await (const event of running.jobs.watchJob({ jobId: 'a', resumeToken: '' })) {
      expect(event.resumeToken).toBe('1');
      break;
    }
    await vi.waitFor(() => expect(heard.slice(1)).toEqual(['WatchJob CANCELLED']));
  });

  it('hears that the time of a call was up', async () => {
    const { heard, observer } = listener();
    running = await serve({ getJob: () => new Promise(() => undefined) }, { observer });
    await failureOf(running.jobs.getJob({ jobId: 'a' }, { timeoutMs: 200 }));
    await vi.waitFor(() => expect(heard.slice(1)).toEqual(['GetJob DEADLINE_EXCEEDED']));
  });
});

describe('the trace of a call', () => {
  const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
  const metadata = { traceparent: `00-${traceId}-00f067aa0ba902b7-01` };
  const fails = () => Promise.reject(new Error('broken'));
  const loggedTrace = () => (JSON.parse(running.logged[0]!) as { traceId?: string }).traceId;

  it('is the one that its caller names, in the log too', async () => {
    running = await serve({ getJob: fails });
    await failureOf(running.jobs.getJob({ jobId: 'a' }, { metadata }));
    expect(loggedTrace()).toBe(traceId);
  });

  it('is a new one where the caller names none', async () => {
    let seen = '';
    running = await serve({
      getJob: (_, call) => {
        seen = traceIdOf(call.metadata.get('traceparent').join())!;
        return fails();
      },
    });
    await failureOf(running.jobs.getJob({ jobId: 'a' }));
    expect(seen).toMatch(/^[0-9a-f]{32}$/);
    expect(loggedTrace()).toBe(seen);
  });
});
