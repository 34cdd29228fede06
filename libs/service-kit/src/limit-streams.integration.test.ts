import { connect as http2Connect } from 'node:http2';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { ArtifactServiceService } from '@polymath/contracts/polymath/artifacts/v1/artifacts';
import { JobServiceService } from '@polymath/contracts/polymath/jobs/v1/jobs';
import { afterEach, describe, expect, it } from 'vitest';
import { chunk, eventAt, failureOf, jobNamed, serve, stored, type TestServer } from './server.fixture.js'; // prettier-ignore
import { waitUntilServing } from './wait-until-serving.js';

const request = { jobId: 'a', resumeToken: '' };
const refusal = { kind: 'resource-exhausted', retryAfterMs: 5000 };

let running: TestServer;
afterEach(() => running.close());

/** Serves a WatchJob that tells one thing and then nothing more. */
const serveWatches = async (maxOpenStreams: number) => {
  running = await serve(
    {
      getJob: async () => jobNamed('a'),
      watchJob: async function* (_, { signal }) {
        yield eventAt('1');
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
      },
      upload: async (parts) => {
        let bytes = 0;
        for await (const { part } of parts) {
          if (part?.$case === 'chunk') bytes += part.value.length;
        }
        return stored(bytes);
      },
    },
    { maxOpenStreams },
  );
};

/** A watch that the server has begun to answer. */
async function openWatch() {
  const stream = running.jobs.watchJob(request);
  await stream.next();
  return stream;
}

const openOf = (name: string) =>
  running.server.streams.counts().find(({ method }) => method === name)?.open;

/** Resolves when the server has seen that streams of a method have ended; in vain it runs into the test's time. */
async function untilOpen(method: string, open: number) {
  while (openOf(method) !== open) await nextTurn();
}

describe('a server with the most streams of a method open', () => {
  it('refuses one more at once, says what to do, and takes it when another has ended', async () => {
    await serveWatches(2);
    const [first, second] = [await openWatch(), await openWatch()];
    const error = await failureOf(openWatch());
    expect(error).toMatchObject(refusal);
    expect(String(error)).toContain('2 WatchJob streams are open');
    expect(String(error)).toContain('try again in 5 s');
    expect(openOf('WatchJob')).toBe(2);
    await first.return(undefined);
    await untilOpen('WatchJob', 1);
    const third = await openWatch();
    expect(openOf('WatchJob')).toBe(2);
    await second.return(undefined);
    await third.return(undefined);
    await untilOpen('WatchJob', 0);
  });

  it('answers other methods as ever', async () => {
    await serveWatches(1);
    const watch = await openWatch();
    expect((await running.jobs.getJob({ jobId: 'a' })).job?.id).toBe('a');
    const one = async function* () {
      yield chunk(5);
    };
    expect((await running.artifacts.upload(one())).artifact?.sizeBytes).toBe(5n);
    expect(openOf('Upload')).toBe(0);
    await watch.return(undefined);
  });

  it('refuses uploads, too, while they are being sent', async () => {
    await serveWatches(1);
    let end!: () => void;
    const more = new Promise<void>((resolve) => (end = resolve));
    const slow = async function* () {
      yield chunk(1);
      await more;
    };
    const first = running.artifacts.upload(slow());
    await untilOpen('Upload', 1);
    expect(await failureOf(running.artifacts.upload(slow()))).toMatchObject(refusal);
    end();
    expect((await first).artifact?.sizeBytes).toBe(1n);
    await untilOpen('Upload', 0);
  });

  it.each([
    ['Upload', ArtifactServiceService.upload.path],
    ['WatchJob', JobServiceService.watchJob.path],
  ])('has room again when the client of a %s is gone without a word', async (method, path) => {
    await serveWatches(1);
    const connection = http2Connect(`http://${running.address}`);
    const headers = { 'content-type': 'application/grpc', te: 'trailers' };
    const call = connection.request({ ':method': 'POST', ':path': path, ...headers });
    for (const each of [connection, call]) each.on('error', () => undefined);
    // A message without a field.
    call.write(Buffer.alloc(5));
    if (method === 'WatchJob') call.end();
    await untilOpen(method, 1);
    connection.destroy();
    await untilOpen(method, 0);
  });

  it('refuses those who watch its health', async () => {
    await serveWatches(1);
    running.server.setServing(false);
    const first = failureOf(waitUntilServing(running.address, 60_000));
    await untilOpen('Watch', 1);
    expect(await failureOf(waitUntilServing(running.address, 60_000))).toMatchObject(refusal);
    await running.server.close();
    expect(await first).toMatchObject({ kind: 'unavailable' });
  });
});
