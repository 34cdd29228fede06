import { Client, credentials, status, type ServiceError } from '@grpc/grpc-js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serve, type TestServer } from './server.fixture.js';

let test: TestServer;
let channel: Client;
beforeAll(async () => {
  test = await serve({});
  channel = new Client(test.address, credentials.createInsecure());
});
afterAll(async () => {
  channel.close();
  await test.close();
});

/** Sends bytes as they are as the one request of a stream, which any kind of call may be sent as. */
function send(path: string, bytes: Buffer): Promise<ServiceError> {
  return new Promise((resolve) => {
    const asIs = (message: Buffer) => message;
    const call = channel.makeBidiStreamRequest(path, asIs, asIs);
    call.on('error', (error: ServiceError) => resolve(error));
    call.resume();
    call.end(bytes);
  });
}

const paths = [
  '/grpc.health.v1.Health/Check',
  '/grpc.health.v1.Health/Watch',
  '/grpc.reflection.v1.ServerReflection/ServerReflectionInfo',
  '/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo',
];

describe('a service that came with a package', () => {
  it.each(paths)('%s refuses bytes that are no message', async (path) => {
    // There is no wire type 7.
    const { code, details } = await send(path, Buffer.from([0x0f]));
    expect([code, details]).toEqual([
      status.INVALID_ARGUMENT,
      'the request is no message of its type',
    ]);
  });

  it('repeats a name only as far as a header can carry', async () => {
    const name = Buffer.from('漢'.repeat(40));
    const { code, details } = await send(paths[0]!, Buffer.from([0x0a, name.length, ...name]));
    expect(code).toBe(status.NOT_FOUND);
    expect(encodeURI(details).length).toBeLessThan(2001);
  });

  it('survives half of a pair of surrogates', async () => {
    const half = Buffer.from([0xed, 0xa0, 0xbd]);
    const { code } = await send(paths[0]!, Buffer.from([0x0a, half.length, ...half]));
    expect(code).toBe(status.NOT_FOUND);
  });
});
