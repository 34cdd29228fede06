import { connect } from 'node:net';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { startNats } from './nats.js';

/** The first line a server sends to whoever connects. */
async function greeting(url: string): Promise<string> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  const [data] = (await once(socket, 'data')) as [Buffer];
  socket.destroy();
  return data.toString();
}

describe('startNats', () => {
  it('gives a JetStream server that comes back on the same port after a kill', async () => {
    const nats = await startNats();
    try {
      expect(await greeting(nats.url)).toMatch(/^INFO .*"jetstream":true/);
      await nats.kill();
      await expect(greeting(nats.url)).rejects.toThrow('ECONNREFUSED');
      await nats.start();
      expect(await greeting(nats.url)).toMatch(/^INFO /);
    } finally {
      await nats.close();
    }
  });
});
