import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DiagnoseResponse,
  DiagnosisServiceService,
} from '@polymath/contracts/polymath/diagnosis/v1/diagnosis';
import type { DiagnoseRequest } from '@polymath/contracts/polymath/diagnosis/v1/live';
import { Unit } from '@polymath/contracts/polymath/diagnosis/v1/recording';
import { invalidFields, PolymathError } from '@polymath/errors';
import { createLogger, service, startServer, type Handlers, type RunningServer } from '@polymath/service-kit'; // prettier-ignore
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { fakeShell, type FakeShell } from '../fake-shell.fixture.js';

const refuse = () => Promise.reject(new PolymathError('internal', 'not part of this test'));

let folder: string;
let server: RunningServer;
let shell: FakeShell;
let sent: DiagnoseRequest[];
let refusal: PolymathError | undefined;

/** Takes blocks and gives a verdict on each; the header may be refused. */
const handlers: Handlers<DiagnosisServiceService> = {
  ...{ trainDiagnoser: refuse, evaluateDiagnoser: refuse, diagnoseRecording: refuse },
  ...{ analyzeEnvelope: refuse, learnBaseline: refuse, describeDiagnoser: refuse },
  simulateBearing: refuse,
  diagnose: async function* (requests) {
    for await (const request of requests) {
      sent.push(request);
      if (refusal) throw refusal;
      const opened = { conditions: ['normal', 'worn'], windowLength: 100 };
      const verdict = { condition: 'worn', probabilities: [0.25, 0.75], startSeconds: 0.1 };
      yield DiagnoseResponse.fromPartial({
        event:
          request.part?.$case === 'header'
            ? { $case: 'opened', value: opened }
            : { $case: 'verdict', value: { verdict } },
      });
    }
  },
};

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'polymath-cli-'));
  const rows = Array.from({ length: 250 }, (_, t) => `${t},${t / 2}`).join('\n');
  writeFileSync(join(folder, 'pump.csv'), `time,acceleration\n${rows}\n`);
  const services = [service(DiagnosisServiceService, handlers)];
  const log = createLogger('fake', 'silent');
  server = await startServer({ address: '127.0.0.1:0', services, log });
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(() => {
  [sent, refusal] = [[], undefined];
  shell = fakeShell({ POLYMATH_DIAGNOSIS_ADDRESS: `127.0.0.1:${server.port}` });
});

const stream = (...args: string[]) =>
  shell.run(
    ...['diagnose', 'stream', join(folder, 'pump.csv'), '--column', 'acceleration'],
    ...['--sample-rate-hz', '1000', '--unit', 'g', '--diagnoser.model.name', 'pump', ...args],
  );

describe('diagnose stream', () => {
  it('sends the header that its options describe, then the column in blocks of a tenth of a second', async () => {
    expect(await stream('--pace', '0')).toBe(0);
    const [first, ...blocks] = sent.map(({ part }) => part!);
    expect(first!.value).toMatchObject({
      ...{ sampleRateHz: 1000, unit: Unit.UNIT_G, machineId: 'pump.csv' },
      channelId: 'acceleration',
      diagnoser: { source: { $case: 'model', value: { name: 'pump' } } },
    });
    const sizes = blocks.map((block) => block.$case === 'block' && block.value.samples!.value.length); // prettier-ignore
    expect(sizes).toEqual([400, 400, 200]);
    expect(shell.out).toEqual([
      'knows normal, worn; windows of 100 samples',
      ...Array<string>(3).fill('    0.100 s  worn 0.750  steady -  rms 0.00'),
    ]);
  });

  it('keeps the pace of the sensor', async () => {
    const begin = performance.now();
    // 250 ms of signal, five times as fast: never sooner than 50 ms.
    expect(await stream('--pace', '5', '--json')).toBe(0);
    expect(performance.now() - begin).toBeGreaterThan(49);
    expect(JSON.parse(shell.out[1]!)).toMatchObject({
      verdict: { verdict: { condition: 'worn' } },
    });
  });

  it('names the options of a refused header', async () => {
    refusal = invalidFields([{ field: 'header.unit', description: 'must be the diagnoser’s' }]);
    expect(await stream('--pace', '0')).not.toBe(0);
    expect(shell.err.join('\n')).toContain('--unit must be the diagnoser’s');
  });

  it('refuses a pace that is none', async () => {
    expect(await stream('--pace', '-1')).toBe(2);
  });

  it('is the only command of an RPC that takes a stream of requests', async () => {
    await shell.run('diagnose', '--help');
    const help = shell.out.join('\n');
    expect(help).toMatch(/^ {2}stream /m);
    expect(help).toMatch(/^ {2}learn-baseline /m);
    expect(help).not.toMatch(/^ {2}diagnose /m);
  });
});
