import { startNats, type NatsFixture } from '@polymath/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectEvents, type EventsConnection } from './connection.js';
import { readStored } from './read-stored.js';
import { defaultConnectionSettings } from './settings.js';
import { ensureStream } from './streams.js';

describe('readStored', () => {
  const name = 'LETTERS';
  let nats: NatsFixture;
  let connection: EventsConnection;

  beforeAll(async () => {
    nats = await startNats();
    const settings = { ...defaultConnectionSettings, reconnectWaitMs: 50, name: 'test' };
    connection = await connectEvents({ ...settings, url: nats.url });
    await ensureStream(connection, { name, subjects: ['letters.*'] });
  });
  afterAll(async () => {
    await connection.close();
    await nats.close();
  });

  async function texts(filter: string, signal?: AbortSignal): Promise<string[]> {
    const options = { stream: name, filter, from: 1, ...(signal && { signal }) };
    const read: string[] = [];
    for await (const message of readStored(connection, options)) read.push(message.string());
    return read;
  }

  it('ends at once where there is nothing', async () => {
    expect(await texts('letters.none')).toEqual([]);
  });

  it('gives all there is, however much, and ends', async () => {
    const all = Array.from({ length: 250 }, (_, i) => String(i));
    await Promise.all(all.map((text) => connection.jetstream.publish('letters.many', text)));
    expect((await texts('letters.many')).map(Number).sort((a, b) => a - b)).toEqual(
      all.map(Number),
    );
  });

  it('lets everybody else have turns while it reads a long backlog', async () => {
    const count = 5000;
    for (let i = 0; i < count; i++) connection.nats.publish('letters.backlog', 'x');
    await connection.nats.flush();
    let [turns, read] = [0, 0];
    let other = setImmediate(function turn() {
      turns++;
      other = setImmediate(turn);
    });
    const perTurn = new Map<number, number>();
    const options = { stream: name, filter: 'letters.backlog', from: 1 };
    for await (const message of readStored(connection, options)) {
      read += message.data.length;
      perTurn.set(turns, (perTurn.get(turns) ?? 0) + 1);
    }
    clearImmediate(other);
    expect(read).toBe(count);
    expect(Math.max(...perTurn.values())).toBeLessThanOrEqual(75);
  });

  it('waits for a server that is away', async () => {
    await nats.kill();
    await expect.poll(() => connection.connected).toBe(false);
    const reading = texts('letters.many');
    await nats.start();
    expect(await reading).toHaveLength(250);
  });

  it('throws rather than end too early', async () => {
    const aborted = AbortSignal.abort(new Error('enough'));
    await expect(texts('letters.many', aborted)).rejects.toThrow('enough');
    await connection.close();
    await expect(texts('letters.many')).rejects.toMatchObject({ kind: 'unavailable' });
  });
});
