import { startNats, type NatsFixture } from '@polymath/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { connectEvents, type EventsConnection } from './connection.js';
import { defaultConnectionSettings } from './settings.js';

describe('connectEvents', () => {
  let nats: NatsFixture;
  let connection: EventsConnection;

  beforeAll(async () => {
    nats = await startNats();
  });
  afterAll(() => nats.close());
  beforeEach(async () => {
    const times = { reconnectWaitMs: 50, requestTimeoutMs: 500 };
    const settings = { ...defaultConnectionSettings, ...times, url: nats.url, name: 'test' };
    connection = await connectEvents(settings);
  });
  afterEach(() => connection.close());

  /** Kills the server and waits until the client has seen it. */
  async function cut() {
    await nats.kill();
    await expect.poll(() => connection.connected).toBe(false);
  }

  it('answers unavailable at once while the server is away', async () => {
    expect(connection.connected).toBe(true);
    await cut();
    expect(connection.connectedForMs()).toBe(0);
    expect(() => connection.requireConnected()).toThrow('nats is away');
    await nats.start();
    await connection.whenConnected();
    expect(() => connection.requireConnected()).not.toThrow();
  });

  it('begins to count the time anew with each reconnect, and tells of it', async () => {
    let reconnects = 0;
    connection.onReconnect(() => reconnects++);
    const before = connection.connectedForMs();
    expect(before).toBeGreaterThan(0);
    await cut();
    await nats.start();
    await connection.whenConnected();
    expect(reconnects).toBe(1);
    expect(connection.connectedForMs()).toBeLessThan(1000);
  });

  it('stops waiting for a server when the signal is aborted or the connection closed', async () => {
    await cut();
    const stop = new AbortController();
    const waits = connection.whenConnected(stop.signal);
    stop.abort(new Error('enough'));
    await expect(waits).rejects.toThrow('enough');
    const waitsToo = connection.whenConnected();
    await Promise.all([connection.close(), expect(waitsToo).rejects.toThrow('nats is away')]);
    await nats.start();
  });

  it('tells that no server answers', async () => {
    const settings = { ...connection.settings, url: 'nats://127.0.0.1:1' };
    await expect(connectEvents(settings)).rejects.toMatchObject({ kind: 'unavailable' });
  });
});
