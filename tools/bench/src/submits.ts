// npm run bench:submits -- [--seconds S] [--rounds N]
// Jobs accepted a second (record, event and token acknowledged by a real nats-server), for so many submits in flight:
// with sync_interval: always | with the server's default. The data lie in the folder of temporary files (TMPDIR).
import { parseArgs } from 'node:util';
import { connectEvents, defaultConnectionSettings } from '@polymath/events';
import { defaultJobSettings, openJobStore, submitJob, type SubmitParts } from '@polymath/jobs';
import { createLogger, defaultTenant } from '@polymath/service-kit';
import { startNats } from '@polymath/testing';
import { formatLine } from './line.js';

const { values: options } = parseArgs({
  options: {
    seconds: { type: 'string', default: '5' },
    rounds: { type: 'string', default: '3' },
  },
});
const inFlight = [1, 16, 128];

/** A nats-server and what submits jobs to it. */
interface Side {
  parts: SubmitParts;
  submitted: number;
  close(): Promise<void>;
}

const ours = await startSide('jetstream { sync_interval: always }');
const peer = await startSide('');
try {
  for (const count of inFlight) await compare(count);
  await checkTokens(ours);
  await checkTokens(peer);
} finally {
  await ours.close();
  await peer.close();
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
async function compare(count: number): Promise<void> {
  const best = { ours: 0, peer: 0 };
  for (let round = 0; round < Number(options.rounds); round++) {
    best.ours = Math.max(best.ours, await submitsASecond(ours, count));
    best.peer = Math.max(best.peer, await submitsASecond(peer, count));
  }
  const name = `submits-sync-always-${count}-in-flight`;
  console.log(
    formatLine({ name, ...best, ratio: best.ours / best.peer, unit: 'submits a second' }),
  );
}

async function submitsASecond(side: Side, count: number): Promise<number> {
  const before = side.submitted;
  const start = performance.now();
  const endMs = start + 1000 * Number(options.seconds);
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
