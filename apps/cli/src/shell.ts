import { PolymathError } from '@polymath/errors';
import { exitCodeOf } from './exit-codes.js';
import type { Terminal } from './output/terminal.js';

/** What a command sees of the world. */
export interface Shell {
  readonly terminal: Terminal;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Tells of Ctrl-C and of signals that ask to end: each is one call. Gives what stops listening. */
  readonly onInterrupt: (listener: () => void) => () => void;
}

/** The shell of this process; what stops it is Ctrl-C, SIGTERM and SIGHUP. */
export function processShell(terminal: Terminal): Shell {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  return {
    terminal,
    env: process.env,
    onInterrupt: (listener) => {
      const onSignal = () => listener();
      for (const signal of signals) process.on(signal, onSignal);
      return () => {
        for (const signal of signals) process.off(signal, onSignal);
      };
    },
  };
}

/**
 * Runs something that an interrupt ends: its signal aborts then.
 * @throws cancelled after an interrupt, unless the work ends well all the same
 */
export async function interruptible<Result>(
  shell: Shell,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const controller = new AbortController();
  const stopListening = shell.onInterrupt(() => controller.abort());
  try {
    return await work(controller.signal);
  } catch (error) {
    if (!controller.signal.aborted) throw error;
    throw new PolymathError('cancelled', 'interrupted', { cause: error });
  } finally {
    stopListening();
  }
}

/** Says what went wrong, for people or as JSON; gives the exit code. */
export function reportError(terminal: Terminal, reason: unknown, json: boolean): number {
  const error = PolymathError.from(reason);
  if (json) {
    const { kind, message, fields } = error;
    terminal.note(JSON.stringify({ error: { kind, message, fields } }));
    return exitCodeOf(error);
  }
  if (error.fields.length > 1) {
    terminal.note('error: invalid input');
    for (const { field, description } of error.fields) terminal.note(`  ${field} ${description}`);
  } else {
    const [only] = error.fields;
    terminal.note(`error: ${only ? `${only.field} ${only.description}` : error.message}`);
    // Without a time to repeat, nobody answered at all.
    if (error.kind === 'unavailable' && error.retryAfterMs === undefined) {
      terminal.note('start the services with "polymath up", or say where they are with --address');
    }
  }
  return exitCodeOf(error);
}
