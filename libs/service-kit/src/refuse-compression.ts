import type { Http2Server, IncomingHttpHeaders, ServerHttp2Stream } from 'node:http2';
import { status } from '@grpc/grpc-js';

type StreamListener = (stream: ServerHttp2Stream, headers: IncomingHttpHeaders, flags: number) => void; // prettier-ignore

/**
 * Answers calls whose messages are compressed with UNIMPLEMENTED, telling by `grpc-accept-encoding` what is taken instead, as gRPC's
 * specification of compression has it. Else 80 KB may turn into a message of 64 MiB, which is copied several times before anybody can refuse it;
 * and tensors hardly shrink. No client compresses unless it is told to. grpc-js has no option for it: call this once the server is bound.
 */
export function refuseCompression(listening: Http2Server): void {
  const others = listening.listeners('stream') as StreamListener[];
  listening.removeAllListeners('stream');
  listening.on('stream', (stream, headers, flags) => {
    const encoding = headers['grpc-encoding'] ?? 'identity';
    if (encoding === 'identity') for (const other of others) other(stream, headers, flags);
    else refuse(stream, String(encoding));
  });
}

function refuse(stream: ServerHttp2Stream, encoding: string): void {
  // The client may be gone already.
  stream.on('error', () => undefined);
  const message = `messages must not be compressed, got the encoding ${encoding.slice(0, 20)}`;
  stream.respond(
    {
      ...{ ':status': 200, 'content-type': 'application/grpc+proto' },
      ...{ 'grpc-status': status.UNIMPLEMENTED, 'grpc-message': encodeURI(message) },
      'grpc-accept-encoding': 'identity',
    },
    { endStream: true },
  );
  // What is on its way is not read; the specification's way to say that this is no failure.
  stream.close(0);
}
