import { JobStopped } from '@polymath/jobs';
import type { EngineProcess, Exchange } from './engine-process.js';

/** How long a process may take to stop by itself, then until it is asked by SIGTERM, then until SIGKILL. */
export interface StopTimes {
  /** From a stop without a checkpoint to SIGTERM. */
  terminateMs: number;
  /** The same for a stop with a last checkpoint. */
  drainMs: number;
  /** From SIGTERM to SIGKILL. */
  killMs: number;
}

/**
 * Stops a job in an engine process when a signal aborts: at its next step, with a last checkpoint when the worker is
 * drained, and by force when that takes too long.
 * @returns takes it all back, once the job has ended
 */
export function stopOnAbort(
  signal: AbortSignal,
  { engine, exchange }: { engine: EngineProcess; exchange: Exchange },
  times: StopTimes,
): () => void {
  const timers: NodeJS.Timeout[] = [];
  const stop = () => {
    const reason: unknown = signal.reason;
    const save = reason instanceof JobStopped && reason.reason === 'drained';
    exchange.send({ type: 'stop', save });
    const termMs = save ? times.drainMs : times.terminateMs;
    timers.push(setTimeout(() => engine.kill('SIGTERM'), termMs));
    timers.push(setTimeout(() => engine.kill('SIGKILL'), termMs + times.killMs));
  };
  if (signal.aborted) stop();
  else signal.addEventListener('abort', stop, { once: true });
  return () => {
    signal.removeEventListener('abort', stop);
    timers.forEach(clearTimeout);
  };
}
