import { PolymathError } from '@polymath/errors';
import { createLogger, runUntilSignal, startServer } from '@polymath/service-kit';

// A service that does nothing but be healthy. IDLE_FAILS makes it fail at its start, SIGUSR2 die at once.
const log = createLogger('idle', 'info');
process.on('SIGUSR2', () => {
  log.error('told to die');
  process.exit(7);
});
await runUntilSignal(log, () => {
  if (process.env['IDLE_FAILS']) throw new PolymathError('invalid-input', 'bad settings: all');
  log.info({ engine: { library: 'none', version: '1', device: 'cpu', threads: 2 } }, 'idle');
  log.info({ pid: process.pid }, 'ready');
  return startServer({ address: process.env['POLYMATH_IDLE_ADDRESS']!, services: [], log });
});
