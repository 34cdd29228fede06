import { collectSeldom } from './collect-seldom.js';
import type { Logger } from './logger.js';

/** Something that runs until it is closed. */
export interface Closable {
  close(): Promise<void>;
}

/**
 * Runs a program: starts it, waits for SIGTERM or SIGINT, closes it, ends the process. The same signal again ends it at
 * once. Exit code 0 after an orderly end, 1 when starting or closing fails or an error is not caught anywhere.
 */
export async function runUntilSignal(log: Logger, start: () => Promise<Closable>): Promise<void> {
  collectSeldom();
  process.on('uncaughtException', (err) => {
    log.fatal({ err }, 'an error was not caught');
    process.exit(1);
  });
  const signalled = nextSignal();
  try {
    const app = await start();
    const signal = await signalled;
    log.info({ signal }, 'closing');
    process.once(signal, () => process.exit(1));
    await app.close();
    log.info('closed');
    process.exit(0);
  } catch (err) {
    log.fatal({ err }, 'failed');
    process.exit(1);
  }
}

function nextSignal(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    const listener = (signal: NodeJS.Signals) => {
      process.off('SIGTERM', listener).off('SIGINT', listener);
      resolve(signal);
    };
    process.on('SIGTERM', listener).on('SIGINT', listener);
  });
}
