import type { Writable } from 'node:stream';

/**
 * Sends one message on a stream and waits until there is room for the next.
 * @param signal ends the wait: when a call is over, grpc-js never calls back
 * @throws the signal's reason
 */
export function writeMessage(
  stream: Writable,
  message: unknown,
  signal: AbortSignal,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason as Error);
    if (signal.aborted) {
      stop();
      return;
    }
    signal.addEventListener('abort', stop, { once: true });
    stream.write(message, (error) => {
      signal.removeEventListener('abort', stop);
      if (error) reject(error);
      else resolve();
    });
  });
}
