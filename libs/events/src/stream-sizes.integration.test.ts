import { startNats, type NatsFixture } from '@polymath/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectEvents, type EventsConnection } from './connection.js';
import { defaultConnectionSettings } from './settings.js';
import { streamSizes } from './stream-sizes.js';
import { ensureStream } from './streams.js';

describe('streamSizes', () => {
  let nats: NatsFixture;
  let connection: EventsConnection;

  beforeAll(async () => {
    nats = await startNats();
    const settings = { ...defaultConnectionSettings, reconnectWaitMs: 50, name: 'test' };
    connection = await connectEvents({ ...settings, url: nats.url });
    await ensureStream(connection, { name: 'LETTERS', subjects: ['letters.*'] });
    await ensureStream(connection, { name: 'EMPTY', subjects: ['nothing.*'] });
  });
  afterAll(async () => {
    await connection.close();
    await nats.close();
  });

  it('tells messages and bytes of each stream, in order', async () => {
    const text = 'x'.repeat(10_000);
    for (const letter of ['a', 'b', 'c']) {
      await connection.jetstream.publish(`letters.${letter}`, text);
    }
    const [empty, letters] = await streamSizes(connection, ['EMPTY', 'LETTERS']);
    expect(empty).toEqual({ stream: 'EMPTY', messages: 0, sizeBytes: 0 });
    expect(letters).toMatchObject({ stream: 'LETTERS', messages: 3 });
    // Beside its text a message has its subject and some bytes of the server.
    expect(letters!.sizeBytes).toBeGreaterThan(30_000);
    expect(letters!.sizeBytes).toBeLessThan(31_000);
  });

  it('names no size of a stream that is not there', async () => {
    await expect(streamSizes(connection, ['LETTERS', 'NONE'])).rejects.toMatchObject({
      kind: 'not-found',
    });
  });
});
