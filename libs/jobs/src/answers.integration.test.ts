import { connectEvents, defaultConnectionSettings, type EventsConnection } from '@polymath/events';
import { startNats, type NatsFixture } from '@polymath/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askHolder, isHeld, listenForClaimants } from './answers.js';

describe('isHeld', () => {
  let server: NatsFixture;
  let holder: EventsConnection;
  let claimant: EventsConnection;

  beforeAll(async () => {
    server = await startNats();
    const settings = { ...defaultConnectionSettings, url: server.url, name: 'test' };
    [holder, claimant] = await Promise.all([connectEvents(settings), connectEvents(settings)]);
  });
  afterAll(async () => {
    await Promise.all([holder.close(), claimant.close()]);
    await server.close();
  });

  const ackSubject = '$JS.ACK.WORK.test-cpu.1.2.3.4.5';
  const ask = (jobId: string, epoch: number, timeoutMs = 200) =>
    isHeld(claimant.nats, { jobId, epoch, ackSubject, timeoutMs });

  /** Listens, and waits until the server knows. */
  async function listen(jobId: string, epoch: number) {
    const answers = listenForClaimants(holder.nats, jobId, epoch);
    await holder.nats.flush();
    return answers;
  }

  it('is true where a holder answers, which takes over the token', async () => {
    const answers = await listen('held', 1);
    const takenOver: string[] = [];
    answers.begin((subject) => takenOver.push(subject));
    expect(await ask('held', 1)).toBe(true);
    expect(takenOver).toEqual([ackSubject]);
    answers.close();
  });

  it('is false where nobody listens, or only under another epoch', async () => {
    const answers = await listen('other', 2);
    answers.begin(() => undefined);
    expect(await ask('other', 1)).toBe(false);
    expect(await ask('nobody', 1)).toBe(false);
    answers.close();
  });

  it('is false where a worker listens that has not claimed', async () => {
    const answers = await listen('unclaimed', 1);
    expect(await ask('unclaimed', 1)).toBe(false);
    answers.close();
  });

  it('tells a holder that is silent from one that is not there', async () => {
    const answers = await listen('mute', 1);
    const look = (jobId: string) =>
      askHolder(claimant.nats, { jobId, epoch: 1, ackSubject: '', timeoutMs: 200 });
    expect(await look('mute')).toBe('silent');
    expect(await look('nobody')).toBe('nobody');
    answers.close();
  });

  it('takes no token over for a mere question', async () => {
    const answers = await listen('asked', 1);
    const takenOver: string[] = [];
    answers.begin((subject) => takenOver.push(subject));
    const question = { jobId: 'asked', epoch: 1, ackSubject: '', timeoutMs: 5000 };
    expect(await askHolder(claimant.nats, question)).toBe('held');
    expect(takenOver).toEqual([]);
    answers.close();
  });

  it.each(['garbage', '$JS.ACK.a 5\r\nPUB x', '$JS.ACK.>', '$JS.ACK.', '\u0000'.repeat(100_000)])(
    'takes over nothing that is no place to acknowledge, and goes on (%#)',
    async (payload) => {
      const answers = await listen('pestered', 1);
      const takenOver: string[] = [];
      answers.begin((subject) => {
        takenOver.push(subject);
        holder.nats.publish(subject, '+WPI');
      });
      claimant.nats.publish('hold.pestered.1', payload);
      expect(await ask('pestered', 1)).toBe(true);
      expect(takenOver).toEqual([ackSubject]);
      answers.close();
    },
  );

  it('is true for who asked between the claim and its begin', async () => {
    const answers = await listen('early', 1);
    const asked = ask('early', 1, 5000);
    await claimant.nats.flush();
    await holder.nats.flush();
    answers.begin(() => undefined);
    expect(await asked).toBe(true);
    answers.close();
  });
});
