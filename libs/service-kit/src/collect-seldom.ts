import { setFlagsFromString } from 'node:v8';

/**
 * Has V8 search this process's whole heap for garbage when it has grown fourfold since the last time, which is its own upper bound.
 * Tensors on their way through a process lie in buffers outside the heap that count towards its growth: with a small heap, calls of
 * sixteen images each had it searched ten times a second, for a third of the processor's time and the longest waits of clients.
 */
export function collectSeldom(): void {
  setFlagsFromString('--heap-growing-percent=300');
}
