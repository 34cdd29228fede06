import { connect as http2Connect } from 'node:http2';
import { DiagnosisServiceService } from '@polymath/contracts/polymath/diagnosis/v1/diagnosis';
import type { DiagnoseRequest } from '@polymath/contracts/polymath/diagnosis/v1/live';
import { PolymathError } from '@polymath/errors';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { connectDiagnosis, type DiagnosisClients } from './clients.js';
import { enginesOf } from './engine-processes.fixture.js';
import { block, blocks, eventsOf, header, messages, startLive, vibration } from './live.fixture.js'; // prettier-ignore

vi.setConfig({ testTimeout: 120_000, hookTimeout: 240_000 });

let service: Awaited<ReturnType<typeof startLive>>['service'];
let other: DiagnosisClients;
const samples = vibration('inner-race', 9, 2);

beforeAll(async () => {
  ({ service } = await startLive());
  other = connectDiagnosis(service.address);
});
afterAll(() => other.close());

/** A stream of a client that reads nothing unless it is told to. */
function rawStream(address: string) {
  const connection = http2Connect(`http://${address}`);
  const call = connection.request({
    ...{ ':method': 'POST', ':path': DiagnosisServiceService.diagnose.path },
    ...{ 'content-type': 'application/grpc', te: 'trailers' },
  });
  for (const each of [connection, call]) each.on('error', () => undefined);
  /** Resolves when there is room for more. */
  const send = (message: DiagnoseRequest) => {
    const body = DiagnosisServiceService.diagnose.requestSerialize(message);
    const head = Buffer.alloc(5);
    head.writeUInt32BE(body.length, 1);
    return new Promise<void>((resolve) => call.write(Buffer.concat([head, body]), () => resolve()));
  };
  return { connection, call, send };
}

/** Sends the longest blocks as long as they are taken, and counts them. */
async function sendWithoutEnd(
  { send, call }: ReturnType<typeof rawStream>,
  sent: { count: number },
) {
  const longest = new Float32Array(65_536).map((_, i) => samples[i % samples.length]!);
  await send(header({ mostReasons: 10 }));
  while (!call.destroyed) await send(block(sent.count++, longest));
}

/** Resolves when a count has not changed for a second. */
async function still(sent: { count: number }): Promise<number> {
  for (let before = -1; before !== sent.count;) {
    before = sent.count;
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
  return sent.count;
}

const verdictsFor = async (client: DiagnosisClients) =>
  (await eventsOf(client, messages(header(), blocks(samples, 1200)))).of('verdict').length;

describe('Diagnose', () => {
  it('is not read from while its client does not read; others go on', async () => {
    // The model is loaded by then.
    expect(await verdictsFor(other)).toBe(20);
    const stream = rawStream(service.address);
    const sent = { count: 0 };
    void sendWithoutEnd(stream, sent);
    const stopped = await still(sent);
    // Some megabytes of blocks, of 256 KiB each, wait on both sides: a bound, whatever the time.
    expect(stopped).toBeLessThan(128);
    expect(await verdictsFor(other)).toBe(20);
    expect(sent.count).toBe(stopped);
    // Read again, it goes on; in vain this would run into the test's time.
    stream.call.resume();
    while (sent.count === stopped) await new Promise((resolve) => setImmediate(resolve));
    stream.connection.destroy();
  });

  it('outlives a client that is gone in the middle of a block', async () => {
    const { connection, call, send } = rawStream(service.address);
    await send(header());
    await send(block(0, samples));
    call.write(Buffer.from([0, 0, 1, 0, 0, 7]));
    await new Promise((resolve) => call.once('data', resolve));
    connection.destroy();
    expect(await verdictsFor(other)).toBe(20);
  });

  it('goes on when the engine process of models is killed', async () => {
    let kill!: () => void;
    const killed = new Promise<void>((resolve) => (kill = resolve));
    const responses = other.diagnosis.diagnose(
      (async function* () {
        yield header();
        yield block(0, samples.subarray(0, 1200));
        await killed;
        yield block(1, samples.subarray(1200, 3600));
      })(),
    );
    const events: string[] = [];
    for await (const { event } of responses) {
      events.push(event!.$case);
      if (events.length !== 2) continue;
      for (const pid of enginesOf(process.pid)) process.kill(pid, 'SIGKILL');
      kill();
    }
    expect(events).toEqual(['opened', 'verdict', 'verdict', 'verdict', 'trend']);
  });

  it('tells its client to come again when the service shuts down', async () => {
    const responses = other.diagnosis.diagnose(
      (async function* () {
        yield* messages(header(), blocks(samples, 1200));
        await new Promise(() => undefined);
      })(),
    );
    for (let i = 0; i < 21; i++) await responses.next();
    const end = responses.next().then(
      () => undefined,
      (cause: unknown) => PolymathError.from(cause),
    );
    await service.close();
    expect(await end).toMatchObject({ kind: 'unavailable', retryAfterMs: 1000 });
    expect((await end)!.message).toBe('the service is shutting down');
  });
});
