import { connect, type Socket } from 'node:net';

/** A connection on which something was said, whether or not it was closed for that. */
export function dial(address: string, bytes: Buffer): Promise<Socket> {
  const [host, port] = address.split(':');
  return new Promise((resolve) => {
    const socket = connect(Number(port), host);
    socket.on('error', () => resolve(socket));
    socket.on('connect', () => {
      if (bytes.length > 0) socket.write(bytes);
      resolve(socket);
    });
    socket.resume();
  });
}
