import { connect as http2Connect, constants } from 'node:http2';
import { PolymathError } from '@polymath/errors';
import { afterEach, describe, expect, it } from 'vitest';
import { connect } from './client.js';
import { createLogger } from './logger.js';
import { failureOf } from './server.fixture.js';
import { startServer, type RunningServer } from './server.js';
import { service, type TwoWayHandler } from './service.js';

const same = (bytes: Buffer) => bytes;
const talk = {
  talk: {
    path: '/test.v1.TestService/Talk',
    requestStream: true as const,
    responseStream: true as const,
    ...{ requestSerialize: same, requestDeserialize: same },
    ...{ responseSerialize: same, responseDeserialize: same },
  },
};
type Talk = TwoWayHandler<Buffer, Buffer>;

let server: RunningServer;
let address: string;
let client: ReturnType<typeof connect<typeof talk>>;
afterEach(async () => {
  client.close();
  await server.close();
});

async function serve(handler: Talk): Promise<void> {
  const log = createLogger('test', 'silent');
  const services = [service(talk, { talk: handler })];
  server = await startServer({ address: '127.0.0.1:0', services, log });
  address = `127.0.0.1:${server.port}`;
  client = connect(address, talk);
}

const echo: Talk = async function* (requests) {
  for await (const request of requests) yield request;
};

/** Something to wait for, and what makes it happen. */
function happening<Value = void>() {
  let happen!: (value: Value) => void;
  const happened = new Promise<Value>((resolve) => (happen = resolve));
  return { happen, happened };
}

/** A handler that tells when a request has come, and why its call was broken off. */
function watched() {
  const [first, broken] = [happening(), happening<unknown>()];
  const handler: Talk = async function* (requests, { signal }) {
    try {
      for await (const request of requests) {
        first.happen();
        yield request;
      }
      // A client that breaks off first seems to have sent all, now and then for some turns; none here ever has.
      if (!signal.aborted)
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
    } finally {
      broken.happen(signal.reason);
    }
  };
  return { handler, arrival: first.happened, end: broken.happened };
}

async function* endless(sizeBytes = 10, onSend: () => void = () => undefined) {
  for (;;) {
    onSend();
    yield Buffer.alloc(sizeBytes);
  }
}

/** One message, then nothing for as long as the test lasts. */
async function* oneThenSilence() {
  yield Buffer.alloc(10);
  await new Promise(() => undefined);
}

describe('a two-way stream', () => {
  it('answers a request before the next one is sent', async () => {
    await serve(echo);
    let answer = happening();
    const requests = (async function* () {
      for (let i = 0; i < 50; i++) {
        answer = happening();
        yield Buffer.from([i]);
        await answer.happened;
      }
    })();
    const got: number[] = [];
    for await (const [byte] of client.talk(requests)) {
      got.push(byte!);
      answer.happen();
    }
    expect(got).toEqual(Array.from({ length: 50 }, (_, i) => i));
  });

  it('goes on with its answers after the client has sent all', async () => {
    await serve(async function* (requests) {
      let count = 0;
      for await (const { length } of requests) count += length;
      for (let i = 0; i < count; i++) yield Buffer.from([i]);
    });
    const requests = (async function* () {
      yield Buffer.alloc(2);
      yield Buffer.alloc(3);
    })();
    const got: Buffer[] = [];
    for await (const response of client.talk(requests)) got.push(response);
    expect(got).toHaveLength(5);
  });

  it('ends with the error that the handler throws, while the client still sends', async () => {
    await serve(async function* (requests) {
      for await (const request of requests) {
        yield request;
        throw new PolymathError('invalid-input', 'block 2 is too long');
      }
    });
    const responses = client.talk(endless());
    await responses.next();
    const error = await failureOf(responses.next());
    expect(error).toMatchObject({ kind: 'invalid-input', message: 'block 2 is too long' });
  });

  it('is not read from while its client does not read, and others go on', async () => {
    await serve(echo);
    const sizeBytes = 256 * 1024;
    let sent = 0;
    let quiet = happening();
    let timer: NodeJS.Timeout | undefined;
    const noteQuiet = () => {
      sent++;
      clearTimeout(timer);
      timer = setTimeout(quiet.happen, 500);
    };
    const responses = client.talk(endless(sizeBytes, noteQuiet));
    await responses.next();
    await quiet.happened;
    const before = sent;
    // Two windows of 4 MiB and what both sides buffer: a bound, however long it lasts.
    expect(before * sizeBytes).toBeLessThan(64 * 1024 * 1024);
    const other = connect(address, talk);
    const elsewhere = other.talk(endless());
    for (let i = 0; i < 100; i++) expect(await elsewhere.next()).toMatchObject({ done: false });
    await elsewhere.return(undefined);
    other.close();
    expect(sent).toBe(before);
    quiet = happening();
    for (let i = 0; i < 2 * before; i++) await responses.next();
    expect(sent).toBeGreaterThan(before);
    clearTimeout(timer);
    await responses.return(undefined);
  });

  it('tells the handler when the client leaves', async () => {
    const { handler, end } = watched();
    await serve(handler);
    for await (const response of client.talk(oneThenSilence())) {
      expect(response).toHaveLength(10);
      break;
    }
    expect(await end).toMatchObject({ kind: 'cancelled' });
  });

  it('is broken off when its connection is lost', async () => {
    const { handler, arrival, end } = watched();
    await serve(handler);
    const connection = http2Connect(`http://${address}`);
    const stream = connection.request({
      [constants.HTTP2_HEADER_METHOD]: 'POST',
      [constants.HTTP2_HEADER_PATH]: talk.talk.path,
      ...{ 'content-type': 'application/grpc', te: 'trailers' },
    });
    stream.on('error', () => undefined);
    stream.write(Buffer.from([0, 0, 0, 0, 1, 7]));
    await arrival;
    connection.destroy();
    expect(await end).toMatchObject({ kind: 'cancelled' });
  });

  it('ends when its time is up', async () => {
    const { handler, end } = watched();
    await serve(handler);
    const responses = client.talk(oneThenSilence(), { timeoutMs: 300 });
    await responses.next();
    expect(await failureOf(responses.next())).toMatchObject({ kind: 'deadline-exceeded' });
    expect(((await end) as PolymathError).kind).toMatch(/^(cancelled|deadline-exceeded)$/);
  });

  it('ends when its caller cancels it', async () => {
    const { handler, end } = watched();
    await serve(handler);
    const cancel = new AbortController();
    const responses = client.talk(oneThenSilence(), { signal: cancel.signal });
    await responses.next();
    cancel.abort();
    expect(await failureOf(responses.next())).toMatchObject({ kind: 'cancelled' });
    expect(await end).toMatchObject({ kind: 'cancelled' });
  });

  it('gives its caller the error of a source that fails', async () => {
    await serve(echo);
    const requests = (async function* () {
      yield Buffer.alloc(1);
      throw new PolymathError('corrupt-data', 'the sensor is gone');
    })();
    const responses = client.talk(requests);
    const error = await failureOf(
      (async () => {
        for await (const response of responses) expect(response).toHaveLength(1);
      })(),
    );
    expect(error).toMatchObject({ kind: 'corrupt-data', message: 'the sensor is gone' });
  });

  it('is told to come again when the service shuts down', async () => {
    const { handler, end } = watched();
    await serve(handler);
    const responses = client.talk(oneThenSilence());
    await responses.next();
    const next = failureOf(responses.next());
    await server.close();
    const shutdown = { kind: 'unavailable', message: 'the service is shutting down' };
    expect(await next).toMatchObject({ ...shutdown, retryAfterMs: 1000 });
    expect(await end).toMatchObject(shutdown);
  });
});
