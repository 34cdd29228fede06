import { connect } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { createLogger } from '@polymath/service-kit';
import { afterEach, describe, expect, it } from 'vitest';
import { startAdminServer, type AdminServer } from './admin-server.js';

const log = createLogger('test', 'silent');
const metrics = { text: async () => 'answers 42\n', contentType: 'text/plain; version=0.0.4' };

let server: AdminServer;
let isReady = true;
afterEach(() => server.close());

async function start(text = metrics.text) {
  const options = { address: '127.0.0.1:0', metrics: { ...metrics, text }, log };
  server = await startAdminServer({ ...options, isReady: () => isReady });
  return (path: string, init?: RequestInit) =>
    fetch(`http://127.0.0.1:${server.port}${path}`, init);
}

describe('startAdminServer', () => {
  it('serves metrics under the content type of their format', async () => {
    const page = await (await start())('/metrics');
    expect(page.headers.get('content-type')).toBe(metrics.contentType);
    expect(await page.text()).toBe('answers 42\n');
  });

  it('is healthy, and ready only while the service is', async () => {
    const get = await start();
    isReady = false;
    expect((await get('/readyz')).status).toBe(503);
    expect((await get('/healthz')).status).toBe(200);
    isReady = true;
    expect((await get('/readyz')).status).toBe(200);
  });

  it('says what there is when it is asked for something else', async () => {
    const page = await (await start())('/');
    expect(page.status).toBe(404);
    expect(await page.text()).toBe('there is /metrics, /healthz, /readyz\n');
  });

  it('changes nothing: it is only read', async () => {
    const page = await (await start())('/metrics', { method: 'POST' });
    expect(page.status).toBe(405);
  });

  it('answers an error, and goes on, when metrics cannot be read', async () => {
    const get = await start(() => Promise.reject(new Error('broken')));
    expect((await get('/metrics')).status).toBe(500);
    expect((await get('/healthz')).status).toBe(200);
  });

  it('reads metrics once for all who ask at once', async () => {
    let reads = 0;
    const get = await start(async () => {
      reads += 1;
      await setTimeout(50);
      return 'answers 42\n';
    });
    const pages = await Promise.all([1, 2, 3].map(() => get('/metrics')));
    expect(await Promise.all(pages.map((page) => page.text()))).toEqual(Array(3).fill('answers 42\n')); // prettier-ignore
    expect(reads).toBe(1);
  });

  it('answers one request a connection, however many come at once', async () => {
    let reads = 0;
    await start(async () => {
      reads += 1;
      return 'answers 42\n';
    });
    const socket = connect(server.port, '127.0.0.1');
    socket.write('GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(100));
    let answers = '';
    for await (const chunk of socket as AsyncIterable<Buffer>) answers += chunk.toString();
    expect(answers.match(/HTTP\/1.1 200/g)).toHaveLength(1);
    expect(reads).toBe(1);
  });

  it('says which address is taken', async () => {
    await start();
    const address = `127.0.0.1:${server.port}`;
    const second = startAdminServer({ address, metrics, isReady: () => true, log });
    await expect(second).rejects.toThrow(`cannot listen on ${address}`);
  });
});
