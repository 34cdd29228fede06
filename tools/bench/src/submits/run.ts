import { connectEvents, defaultConnectionSettings } from '@polymath/events';
import { defaultJobSettings, openJobStore, submitJob, type SubmitParts } from '@polymath/jobs';
import { createLogger, defaultTenant } from '@polymath/service-kit';
import { startNats } from '@polymath/testing';
import { formatLine } from '../line.js';
import type { SubmitsOptions } from '../submits.js';

const inFlight = [1, 16, 128];

/** A nats-server and what submits jobs to it. */
interface Side {
  parts: SubmitParts;
  submitted: number;
  close(): Promise<void>;
}

/** Prints a line for each number of submits in flight; throws when a job that was counted has no token. */
export async function runSubmits(options: SubmitsOptions): Promise<void> {
  const ours = await startSide('jetstream { sync_interval: always }');
  const peer = await startSide('');
  for (const count of inFlight) await compare({ ours, peer }, count, options);
  for (const side of [ours, peer]) {
    await checkTokens(side);
    await side.close();
  }
}

async function startSide(config: string): Promise<Side> {
  const nats = await startNats(config);
  const settings = { ...defaultConnectionSettings, url: nats.url, name: 'bench' };
  const connection = await connectEvents(settings);
  const { replicas, maxAttempts } = defaultJobSettings;
  const store = await openJobStore(connection, { area: 'bench', replicas });
  const log = createLogger('bench', 'warn');
  return {
    parts: { store, maxAttempts, gpu: false, log },
    submitted: 0,
    close: async () => {
      await store.close();
      await connection.close();
      await nats.close();
    },
  };
}

/** The sides take turns; the best round of each counts. */
async function compare(
  { ours, peer }: Record<'ours' | 'peer', Side>,
  count: number,
  { seconds, rounds }: SubmitsOptions,
): Promise<void> {
  const best = { ours: 0, peer: 0 };
  for (let round = 0; round < rounds; round++) {
    best.ours = Math.max(best.ours, await submitsASecond(ours, count, seconds));
    best.peer = Math.max(best.peer, await submitsASecond(peer, count, seconds));
  }
  const name = `submits-sync-always-${count}-in-flight`;
  console.log(
    formatLine({ name, ...best, ratio: best.ours / best.peer, unit: 'submits a second' }),
  );
}

async function submitsASecond(side: Side, count: number, seconds: number): Promise<number> {
  const before = side.submitted;
  const start = performance.now();
  const endMs = start + 1000 * seconds;
  const submitter = async () => {
    while (performance.now() < endMs) {
      await submit(side.parts);
      side.submitted++;
    }
  };
  await Promise.all(Array.from({ length: count }, submitter));
  return (side.submitted - before) / ((performance.now() - start) / 1000);
}

async function submit(parts: SubmitParts): Promise<void> {
  const spec = { typeUrl: 'type.googleapis.com/bench.Spec', value: Buffer.alloc(200) };
  const options = undefined;
  await submitJob(parts, { tenant: defaultTenant, kind: 'Bench', spec, options });
}

/** A submit is accepted with its record alone: what was counted must have its token, too. */
async function checkTokens({ parts, submitted }: Side): Promise<void> {
  const { size } = await parts.store.tokens.list();
  if (size !== submitted) throw new Error(`expected ${submitted} tokens, got ${size}`);
}
