import { connect, type OutgoingHttpHeaders } from 'node:http2';
import { gzipSync } from 'node:zlib';
import { status } from '@grpc/grpc-js';
import type { Random } from '../random.js';
import { fieldsOf, type Answer } from './answer.js';

/** A gRPC call made by hand: HTTP/2 headers, and bytes where length-prefixed messages should be. */
export interface Frames {
  headers: OutgoingHttpHeaders;
  body: Buffer;
  what: string;
}

/** Message, 5 bytes before it: whether it is compressed, and how long it says it is. */
export function framed(message: Buffer, { flag = 0, length = message.length } = {}): Buffer {
  const prefix = Buffer.alloc(5);
  prefix[0] = flag;
  prefix.writeUInt32BE(length, 1);
  return Buffer.concat([prefix, message]);
}

const bomb = gzipSync(Buffer.alloc(80 * 1024 * 1024));

/** A call that is broken below its messages. */
export function brokenFrames(random: Random, message: Buffer): Frames {
  const whole = framed(message);
  const gzip = { 'grpc-encoding': 'gzip' };
  const cases: readonly (() => Frames)[] = [
    () => ({ headers: {}, body: whole.subarray(0, random.below(whole.length)), what: 'cut frame' }),
    () => ({
      headers: {},
      body: framed(message, { length: 2 ** 32 - 1 }),
      what: '4 GiB announced',
    }),
    () => ({ headers: {}, body: framed(message, { length: message.length + 5 }), what: 'too short' }), // prettier-ignore
    () => ({ headers: {}, body: Buffer.concat([whole, whole]), what: 'two requests' }),
    () => ({ headers: {}, body: random.bytes(50), what: 'random frame' }),
    () => ({ headers: {}, body: framed(message, { flag: 1 }), what: 'compressed by nothing' }),
    () => ({ headers: {}, body: framed(message, { flag: 7 }), what: 'unknown flag' }),
    () => ({ headers: gzip, body: framed(message, { flag: 1 }), what: 'no gzip' }),
    () => ({ headers: gzip, body: framed(bomb, { flag: 1 }), what: '80 MiB in gzip' }),
    () => ({ headers: { 'grpc-encoding': 'zip' }, body: framed(message, { flag: 1 }), what: 'zip' }), // prettier-ignore
    () => ({ headers: { 'grpc-timeout': random.pick(['soon', '-1S', '99999999H', '1', '']) }, body: whole, what: 'timeout' }), // prettier-ignore
    () => ({ headers: { 'x-bin': '%%%', 'grpc-status-details-bin': '?' }, body: whole, what: 'no base64' }), // prettier-ignore
    () => ({ headers: { 'content-type': random.pick(['text/html', 'application/grpc+x', '']) }, body: whole, what: 'type' }), // prettier-ignore
    () => ({ headers: { 'x-long': 'x'.repeat(20_000) }, body: whole, what: 'long header' }),
  ];
  return random.pick(cases)();
}

/** Makes such a call over a connection of its own; never throws. */
export function sendFrames(address: string, path: string, frames: Frames): Promise<Answer> {
  return new Promise((resolve) => {
    const session = connect(`http://${address}`);
    const finish = (code: status, message: string, fields: readonly string[] = []) => {
      clearTimeout(late);
      session.destroy();
      resolve({ code, message, fields, response: undefined });
    };
    const late = setTimeout(() => finish(status.OK, 'left open'), 1000);
    const refused = (error: Error) => finish(status.CANCELLED, `connection: ${error.message}`);
    session.on('error', refused);
    const stream = session.request({
      ...{ ':method': 'POST', ':path': path, te: 'trailers', 'content-type': 'application/grpc' },
      ...frames.headers,
    });
    const look = (headers: OutgoingHttpHeaders) => {
      const code = headers['grpc-status'];
      const http = Number(headers[':status'] ?? 200);
      if (code === undefined && http === 200) return;
      const body = String(headers['grpc-status-details-bin'] ?? '');
      const fields = body === '' ? [] : fieldsOf(Buffer.from(body, 'base64'));
      const message = decodeURI(String(headers['grpc-message'] ?? `HTTP ${http}`));
      // eslint-disable-next-line @typescript-eslint/no-unsafe-enum-assignment -- a number from the wire
      finish(code === undefined ? status.UNIMPLEMENTED : Number(code), message, fields);
    };
    stream.on('response', look);
    stream.on('trailers', look);
    stream.on('error', refused);
    stream.resume();
    stream.end(frames.body);
  });
}
