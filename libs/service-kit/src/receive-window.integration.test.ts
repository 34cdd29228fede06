import { connect, type ClientHttp2Session } from 'node:http2';
import { once } from 'node:events';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { windowBytes } from './limits.js';
import { serve, type TestServer } from './server.fixture.js';

let running: TestServer;
let session: ClientHttp2Session;
afterEach(async () => {
  session.destroy();
  await running.close();
});

describe('a server', () => {
  it('lets clients send more than 64 KiB ahead, on a stream and on the connection', async () => {
    running = await serve({});
    session = connect(`http://${running.address}`);
    await once(session, 'remoteSettings');
    expect(session.remoteSettings.initialWindowSize).toBe(windowBytes);
    await vi.waitFor(() => expect(session.state.remoteWindowSize).toBe(windowBytes));
  });
});
