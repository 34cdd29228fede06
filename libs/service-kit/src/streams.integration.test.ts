import { connect as http2Connect } from 'node:http2';
import {
  ArtifactServiceService,
  type UploadRequest,
} from '@polymath/contracts/polymath/artifacts/v1/artifacts';
import { PolymathError } from '@polymath/errors';
import { afterEach, describe, expect, it } from 'vitest';
import { chunk, eventAt, failureOf, serve, stored, type TestServer } from './server.fixture.js';

const chunkBytes = 1024 * 1024;
const request = { jobId: 'a', resumeToken: '' };

let running: TestServer;
afterEach(() => running.close());

describe('a server stream', () => {
  it('gives all messages in order', async () => {
    running = await serve({
      watchJob: async function* () {
        for (let i = 0; i < 100; i++) yield eventAt(String(i));
      },
    });
    const tokens: string[] = [];
    for await (const { resumeToken } of running.jobs.watchJob(request)) tokens.push(resumeToken);
    expect(tokens).toEqual(Array.from({ length: 100 }, (_, i) => String(i)));
  });

  it('ends with the error that is thrown while it is read', async () => {
    running = await serve({
      watchJob: async function* () {
        yield eventAt('1');
        throw new PolymathError('corrupt-data', 'record 2 is broken');
      },
    });
    const stream = running.jobs.watchJob(request);
    expect(await stream.next()).toMatchObject({ value: { resumeToken: '1' } });
    const error = await failureOf(stream.next());
    expect(error).toMatchObject({ kind: 'corrupt-data', message: 'record 2 is broken' });
  });

  it('stops the handler when the client leaves', async () => {
    let left!: () => void;
    const leaving = new Promise<void>((resolve) => (left = resolve));
    running = await serve({
      watchJob: async function* (_, { signal }) {
        try {
          yield eventAt('1');
          await new Promise((resolve) => signal.addEventListener('abort', resolve));
        } finally {
          left();
        }
      },
    });
    for await (const { resumeToken } of running.jobs.watchJob(request)) {
      expect(resumeToken).toBe('1');
      break;
    }
    await leaving;
  });

  it('makes messages only as fast as the client takes them', async () => {
    let made = 0;
    running = await serve({
      download: async function* () {
        for (; made < 128; made++) {
          yield { part: { $case: 'chunk' as const, value: Buffer.alloc(chunkBytes) } };
        }
      },
    });
    let ahead = 0;
    let taken = 0;
    const chunks = running.artifacts.download({ sha256: '', offsetBytes: 0n });
    for await (const { part } of chunks) {
      expect(part?.value).toHaveLength(chunkBytes);
      ahead = Math.max(ahead, made - taken++);
      // A slow reader: the server gets a turn of its own between two messages.
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(taken).toBe(128);
    expect(ahead).toBeLessThan(48);
  });
});

/** An upload handler that tells when its first message has come, and how its messages end. */
function watchedUpload() {
  let arrived!: () => void;
  const arrival = new Promise<void>((resolve) => (arrived = resolve));
  let ended!: (how: unknown) => void;
  const end = new Promise<unknown>((resolve) => (ended = resolve));
  const upload = async (requests: AsyncIterable<UploadRequest>) => {
    try {
      for await (const { part } of requests) {
        expect(part).toBeDefined();
        arrived();
      }
      ended('complete');
    } catch (error) {
      ended(error);
    }
    return stored(0);
  };
  return { upload, arrival, end };
}

describe('a client stream', () => {
  it('brings all messages to the handler and its response back', async () => {
    running = await serve({
      upload: async (requests) => {
        let total = 0;
        for await (const { part } of requests) {
          if (part?.$case === 'chunk') total += part.value.length;
        }
        return stored(total);
      },
    });
    const { artifact } = await running.artifacts.upload(chunks(64));
    expect(artifact?.sizeBytes).toBe(BigInt(64 * chunkBytes));
  });

  it('gives the client the error of a handler that stops reading', async () => {
    running = await serve({
      upload: async (requests) => {
        for await (const { part } of requests) {
          expect(part).toBeDefined();
          throw new PolymathError('resource-exhausted', 'disk full');
        }
        return stored(0);
      },
    });
    let sent = 0;
    const endless = (async function* (): AsyncGenerator<UploadRequest> {
      for (; ; sent++) yield chunk(chunkBytes);
    })();
    const error = await failureOf(running.artifacts.upload(endless));
    expect(error).toMatchObject({ kind: 'resource-exhausted', message: 'disk full' });
  });

  it('never takes a client that breaks off for the end', async () => {
    const { upload, arrival, end } = watchedUpload();
    running = await serve({ upload });
    const broken = (async function* (): AsyncGenerator<UploadRequest> {
      yield chunk(chunkBytes);
      await arrival;
      throw new PolymathError('corrupt-data', 'the file is gone');
    })();
    const error = await failureOf(running.artifacts.upload(broken));
    expect(error).toMatchObject({ kind: 'corrupt-data', message: 'the file is gone' });
    expect(await end).toMatchObject({ kind: 'cancelled' });
  });

  it('never takes a lost connection for the end', async () => {
    const { upload, arrival, end } = watchedUpload();
    running = await serve({ upload });
    const connection = http2Connect(`http://${running.address}`);
    const stream = connection.request({
      ':method': 'POST',
      ':path': ArtifactServiceService.upload.path,
      'content-type': 'application/grpc',
      te: 'trailers',
    });
    stream.on('error', () => undefined);
    const message = ArtifactServiceService.upload.requestSerialize(chunk(10));
    stream.write(Buffer.concat([Buffer.from([0, 0, 0, 0, message.length]), message]));
    await arrival;
    connection.destroy();
    expect(await end).toMatchObject({ kind: 'cancelled' });
  });
});

async function* chunks(count: number): AsyncGenerator<UploadRequest> {
  for (let i = 0; i < count; i++) yield chunk(chunkBytes);
}
