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

/** The longest blocks without end, counted. */
function endless() {
  const sent = { count: 0 };
  const longest = new Float32Array(65_536).map((_, i) => samples[i % samples.length]!);
  const requests = async function* (): AsyncGenerator<DiagnoseRequest> {
    yield header({ mostReasons: 10 });
    for (;;) yield block(sent.count++, longest);
  };
  return { sent, requests: requests() };
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
    const { sent, requests } = endless();
    const responses = service.diagnosis.diagnose(requests);
    await responses.next();
    const stopped = await still(sent);
    // 4 MiB of replies of 54 windows each, and as much of blocks, wait at most: a bound, whatever the time.
    expect(stopped).toBeLessThan(400);
    expect(await verdictsFor(other)).toBe(20);
    expect(sent.count).toBe(stopped);
    // Read again, it goes on; in vain this would run into the test's time.
    while (sent.count === stopped) await responses.next();
    await responses.return(undefined);
  });

  it('outlives a client that is gone in the middle of a block', async () => {
    const connection = http2Connect(`http://${service.address}`);
    const call = connection.request({
      ...{ ':method': 'POST', ':path': DiagnosisServiceService.diagnose.path },
      ...{ 'content-type': 'application/grpc', te: 'trailers' },
    });
    call.on('error', () => undefined);
    const serialize = DiagnosisServiceService.diagnose.requestSerialize;
    for (const message of [header(), block(0, samples)].map(serialize)) {
      const head = Buffer.alloc(5);
      head.writeUInt32BE(message.length, 1);
      call.write(Buffer.concat([head, message]));
    }
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
