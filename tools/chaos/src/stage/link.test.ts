import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openLink, type Link } from './link.js';

const echo = createServer((socket) => {
  socket.on('error', () => undefined);
  socket.pipe(socket);
});
let link: Link;

beforeAll(async () => {
  echo.listen(0, '127.0.0.1');
  await once(echo, 'listening');
  link = await openLink((echo.address() as AddressInfo).port);
});
afterAll(() => {
  link.close();
  echo.close();
});

async function said(socket: Socket, text: string): Promise<string> {
  socket.write(text);
  const [answer] = (await once(socket, 'data')) as [Buffer];
  return answer.toString();
}

describe('openLink', () => {
  it('passes on what is said, until it is cut, and again when it is mended', async () => {
    const before = connect(link.port, '127.0.0.1');
    expect(await said(before, 'a')).toBe('a');
    const closed = once(before, 'close');
    link.cut();
    await closed;
    const refused = connect(link.port, '127.0.0.1');
    expect(await once(refused, 'error')).toMatchObject([{ code: 'ECONNREFUSED' }]);
    await link.mend();
    const after = connect(link.port, '127.0.0.1');
    expect(await said(after, 'b')).toBe('b');
    after.destroy();
  });
});
